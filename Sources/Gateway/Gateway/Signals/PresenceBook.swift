import ContextKit
import EventSourcing
import Lifecycle
import Prelude

/// Knows who has a live socket on this node, and lets the other nodes know.
///
///     first socket ─► kept as online, told ── every ten seconds kept again ──┐
/// last socket closed ─► grace ─► asked whether another node has one ─► told as offline, kept as last seen
///
package final class PresenceBook: Sendable {
    private struct Person: Hashable {
        let tenant: TenantID
        let user: ActorID
    }

    /// Told among nodes: whoever has a socket of the user says so again.
    private static let leaving = "leaving"
    /// How long after the last socket somebody may come back without having been away.
    private static let grace = Duration.seconds(2)
    /// How long the other nodes are given to say that somebody is still there.
    private static let question = Duration.milliseconds(500)
    private static let refreshInterval = Duration.seconds(10)

    private let ephemera: any Ephemera
    private let clock: any Clock
    private let sockets = Lock<[Person: Int]>([:])

    package init(_ ephemera: any Ephemera, clock: any Clock) {
        (self.ephemera, self.clock) = (ephemera, clock)
        ephemera.listen { [weak self] signal in
            guard signal.kind == Self.leaving, let self else { return }
            let person = Person(tenant: signal.tenant, user: signal.user)
            if isHere(person) { Task { await self.keep(person) } }
        }
    }

    /// Somebody has a socket for as long as the result lives; nil for somebody without a name.
    func attend(_ viewer: Viewer) -> Attendance? {
        guard let user = viewer.actor else { return nil }
        let person = Person(tenant: viewer.tenant, user: user)
        let isFirst = sockets.withLock { sockets in
            sockets[person, default: 0] += 1
            return sockets[person] == 1
        }
        if isFirst { Task { await arrived(person) } }
        return Attendance { [weak self] in self?.left(person) }
    }

    /// Says again and again who is here, until it is cancelled.
    package func run() async throws {
        while true {
            try await clock.sleep(for: Self.refreshInterval)
            for person in sockets.withLock({ Array($0.keys) }) { await keep(person) }
        }
    }

    private func isHere(_ person: Person) -> Bool { sockets.withLock { $0[person] != nil } }

    private func arrived(_ person: Person) async {
        let key = Presence.onlineKey(person.user, in: person.tenant)
        let wasOnline = await ephemera.kept([key]).first ?? nil
        await keep(person)
        if wasOnline == nil { tell(Presence.online, person) }
    }

    private func left(_ person: Person) {
        let isLast = sockets.withLock { sockets in
            guard let count = sockets[person] else { return false }
            sockets[person] = count > 1 ? count - 1 : nil
            return count == 1
        }
        if isLast { Task { try await settle(person) } }
    }

    /// Finds out whether somebody is really gone.
    private func settle(_ person: Person) async throws {
        let key = Presence.onlineKey(person.user, in: person.tenant)
        try await clock.sleep(for: Self.grace)
        guard !isHere(person) else { return }
        await ephemera.drop(key)
        tell(Self.leaving, person)
        try await clock.sleep(for: Self.question)
        guard !isHere(person), (await ephemera.kept([key]).first ?? nil) == nil else { return }
        await ephemera.keep(
            Presence.seenKey(person.user, in: person.tenant), String(clock.wallTime.microseconds), for: Presence.memory)
        tell(Presence.offline, person)
    }

    private func keep(_ person: Person) async {
        await ephemera.keep(
            Presence.onlineKey(person.user, in: person.tenant), String(clock.wallTime.microseconds),
            for: Presence.lifetime)
    }

    private func tell(_ kind: String, _ person: Person) {
        ephemera.tell(Signal(kind, person.user, of: person.tenant, at: clock.wallTime))
    }
}

/// One live socket of somebody.
final class Attendance: Sendable {
    private let leave: @Sendable () -> Void

    fileprivate init(_ leave: @escaping @Sendable () -> Void) { self.leave = leave }

    /// Left when its owner lets go of it, so that no way to end can forget it.
    deinit { leave() }
}
