import EventSourcing
import GraphQLPlanning
import GraphQLSchema

/// A part that binds one subscription field to signals. Its results have no position: who was not there has missed
/// them.
package protocol SignalFeed: Part {
    /// The field, such as `Subscription.chatSignals`.
    static var field: String { get }
    /// What is listened to, such as a chat.
    static func subject(_ input: Input) -> String
    /// Who may hear of it now. It is asked at most once a second, so a right ends within that.
    static func audience(
        of subject: String, in tenant: TenantID, _ services: ContextServices
    ) async throws(PublicFailure) -> Set<ActorID>
    /// What a client is shown of a signal about the subject or about somebody in the audience; nil to pass over it.
    static func row(_ signal: Signal, _ subject: String) -> ResultRow?
}

extension SignalFeed {
    package static func install(in assembly: inout Assembly) {
        assembly.signals(Self.self)
    }
}

/// A signal feed as the gateway uses it.
package struct SignalFeedRecipe: Sendable {
    package let coordinate: String
    package let subject: @Sendable (Input) -> String
    package let audience:
        @Sendable (
            String, TenantID, ContextServices
        ) async throws(PublicFailure) -> Set<ActorID>
    package let row: @Sendable (Signal, String) -> ResultRow?
}

extension Assembly {
    /// Binds a subscription field to signals.
    package mutating func signals<Feed: SignalFeed>(_ feed: Feed.Type) {
        bind(Feed.field) { _, _, _ in .event(column: nil) }
        needs((any Ephemera).self, by: feed)
        signalFeeds[Feed.field] = SignalFeedRecipe(
            coordinate: Feed.field, subject: { Feed.subject($0) },
            audience: { (subject, tenant, services) async throws(PublicFailure) -> Set<ActorID> in
                try await Feed.audience(of: subject, in: tenant, services)
            }, row: { Feed.row($0, $1) })
    }
}
