import ContextKit
import Database
import Prelude

/// The objects that every command on accounts answers with.
package enum AccountAnswer: Part {
    package static func install(in assembly: inout Assembly) {
        let receipt: [TableDefinition.Column] = [
            .init("position", .text), .init("version", .int), .init("user_id", .text),
        ]
        assembly.object("AccountChanged", columns: receipt)
        assembly.embedded("AccountChanged.query")
        assembly.object("AccountRefused", columns: [.init("reason", .text), .init("message", .text)])
        assembly.object(
            "SignedIn",
            columns: receipt + [
                .init("access_token", .text), .init("access_token_expires_at", .int),
                .init("refresh_token", .text), .init("refresh_token_expires_at", .int),
            ])
        assembly.object("SignedOut", columns: receipt)
    }

    static func changed(_ user: String) -> ResultRow { ResultRow("AccountChanged", ["user_id": .text(user)]) }

    static func refused(_ reason: String, _ message: String) -> ResultRow {
        ResultRow("AccountRefused", ["reason": .text(reason), "message": .text(message)])
    }

    static func refused(_ refusal: UserRefusal) -> ResultRow { refused(refusal.rawValue, refusal.message) }

    static func signedIn(_ user: String, _ access: AccessToken, refresh: String, until end: Timestamp) -> ResultRow {
        ResultRow(
            "SignedIn",
            [
                "user_id": .text(user), "access_token": .text(access.text),
                "access_token_expires_at": .int(access.expiresAt.microseconds), "refresh_token": .text(refresh),
                "refresh_token_expires_at": .int(end.microseconds),
            ])
    }
}
