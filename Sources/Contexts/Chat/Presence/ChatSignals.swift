import ContextKit
import Database
import EventSourcing
import Prelude

/// `Subscription.chatSignals`: who is typing in a chat, and who of its people comes and goes, for whoever is in it.
package enum ChatSignals: SignalFeed {
    package static let field = "Subscription.chatSignals"
    /// The kind of the signal that somebody is typing.
    static let typing = "typing"
    /// Limit: how long somebody who is typing is shown as such without saying so again.
    static let typingLifetime = Duration.seconds(5)

    package static func install(in assembly: inout Assembly) {
        assembly.signals(ChatSignals.self)
        assembly.object("TypingSignal", columns: ofEvery + [.init("expires_at", .int)])
        assembly.object("PresenceSignal", columns: ofEvery + [.init("online", .bool)])
    }

    private static let ofEvery: [TableDefinition.Column] = [
        .init("name", .text), .init("chat_id", .text), .init("user_id", .text), .init("at", .int),
    ]

    package static func subject(_ input: Input) -> String { input.text("chatId") ?? "" }

    package static func audience(
        of subject: String, in tenant: TenantID, _ services: ContextServices
    ) async throws(PublicFailure) -> Set<ActorID> {
        // Why the stream and not a table: it is short, and exact to the moment.
        do throws(LoadError) {
            let chat = try await services.handle.loader.load(ChatInput.chat(subject), in: tenant, as: Conversation.self)
            return Set(chat.state.roles.keys)
        } catch {
            throw .unavailable(retryAfterMilliseconds: 1_000)
        }
    }

    package static func row(_ signal: Signal, _ subject: String) -> ResultRow? {
        switch signal.kind {
        case typing:
            return row("TypingSignal", "chat.typing", signal, subject)
                .with("expires_at", .int(expiry(of: signal.at).microseconds))
        case Presence.online, Presence.offline:
            return row("PresenceSignal", "chat.presence", signal, subject)
                .with("online", .bool(signal.kind == Presence.online))
        default: return nil
        }
    }

    static func expiry(of moment: Timestamp) -> Timestamp {
        moment.advanced(microseconds: typingLifetime.components.seconds * 1_000_000)
    }

    static func typingKey(_ user: ActorID, in chat: String, of tenant: TenantID) -> String {
        "typing:\(tenant)\u{0}\(chat)\u{0}\(user)"
    }

    private static func row(_ type: String, _ name: String, _ signal: Signal, _ subject: String) -> ResultRow {
        ResultRow(
            type,
            [
                "name": .text(name), "chat_id": .text(subject), "user_id": .text(signal.user.text),
                "at": .int(signal.at.microseconds),
            ])
    }
}
