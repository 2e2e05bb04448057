import EventSourcing
import Prelude

/// What is remembered of who is there, under which keys.
package enum Presence {
    /// The kinds of the signals that tell of it.
    package static let (online, offline) = ("online", "offline")
    /// How long somebody counts as there without a node saying so again; nodes say so three times within it.
    package static let lifetime = Duration.seconds(30)
    /// How long it is remembered when somebody was there last.
    package static let memory = Duration.seconds(30 * 86_400)

    package static func onlineKey(_ user: ActorID, in tenant: TenantID) -> String { "online:\(tenant)\u{0}\(user)" }
    package static func seenKey(_ user: ActorID, in tenant: TenantID) -> String { "seen:\(tenant)\u{0}\(user)" }
}
