import ContextKit
import Database

/// The two objects that every command on chats and messages answers with.
package enum ChatAnswer: Part {
    package static func install(in assembly: inout Assembly) {
        assembly.object(
            "ChatChanged",
            columns: [
                .init("position", .text), .init("version", .int), .init("chat_id", .text),
                .init("message_id", .text, optional: true), .init("user_id", .text, optional: true),
            ])
        assembly.object("ChatRefused", columns: [.init("reason", .text), .init("message", .text)])
        assembly.embedded("ChatChanged.query")
    }

    static func changed(chat: String, message: String? = nil, user: String? = nil) -> ResultRow {
        ResultRow(
            "ChatChanged",
            [
                "chat_id": .text(chat), "message_id": message.map { .text($0) } ?? .null,
                "user_id": user.map { .text($0) } ?? .null,
            ])
    }

    static func refused(_ refusal: ChatRefusal) -> ResultRow {
        ResultRow("ChatRefused", ["reason": .text(refusal.rawValue), "message": .text(refusal.message)])
    }
}
