import ContextKit
import Database
import EventSourcing
import Prelude

/// `Mutation.typing`
///
/// Why no command: that somebody is typing is of use for five seconds and in no log.
package enum TypingField: ProcedurePart {
    package static let field = "Mutation.typing"
    /// What is remembered so long is not told again: a client that tells every key stroke costs no more than others.
    private static let pause = Duration.seconds(1)

    package static func install(in assembly: inout Assembly) {
        assembly.procedure(Self.self)
        assembly.needs((any Ephemera).self, by: Self.self)
        assembly.object("TypingTold", columns: [.init("chat_id", .text), .init("expires_at", .int)])
    }

    package static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        guard let user = procedure.viewer.actor else { throw .unauthenticated }
        let (chat, tenant) = (input.text("chatId") ?? "", procedure.viewer.tenant)
        let state = try await procedure.load(ChatInput.chat(chat), as: Conversation.self).state
        guard state.roles[user] != nil, !state.isArchived else { throw .forbidden }
        let ephemera = try procedure.port((any Ephemera).self)
        let now = procedure.now
        let key = ChatSignals.typingKey(user, in: chat, of: tenant)
        let told = (await ephemera.kept([key]).first ?? nil).flatMap { Int64($0) }
        let isFresh = told.map { now.microseconds - $0 >= pause.components.seconds * 1_000_000 } ?? true
        if isFresh {
            await ephemera.keep(key, String(now.microseconds), for: ChatSignals.typingLifetime)
            ephemera.tell(Signal(ChatSignals.typing, user, of: tenant, about: chat, at: now))
        }
        let since = isFresh ? now : Timestamp(microseconds: told ?? now.microseconds)
        return ResultRow(
            "TypingTold",
            ["chat_id": .text(chat), "expires_at": .int(ChatSignals.expiry(of: since).microseconds)])
    }
}
