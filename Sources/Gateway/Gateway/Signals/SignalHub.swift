import ContextKit
import EventSourcing
import Lifecycle
import Networking
import Prelude

/// The subscriptions to signals of one node, sorted by what they listen to.
///
/// Why the audience is asked when a signal comes and not when a subscription begins alone: the right to hear of a chat
/// ends with the membership, which no signal tells of.
final class SignalHub: Sendable {
    private struct Topic: Hashable {
        let coordinate: String
        let tenant: TenantID
        let subject: String
    }

    private struct Listened: Sendable {
        let recipe: SignalFeedRecipe
        let services: ContextServices
        var members: [ObjectIdentifier: SignalMember] = [:]
        var audience: (people: Set<ActorID>, at: MonotonicTime)?
    }

    /// How long it is remembered who may hear of something.
    private static let audienceLifetime = Duration.seconds(1)

    private let clock: any Clock
    private let topics = Lock<[Topic: Listened]>([:])

    init(clock: any Clock) { self.clock = clock }

    func begin(_ ephemera: any Ephemera) {
        ephemera.listen { [weak self] signal in self?.take(signal) }
    }

    func add(_ member: SignalMember) {
        let operation = member.operation
        topics.withLock { topics in
            let listened = Listened(recipe: operation.recipe, services: operation.services)
            topics[topic(of: operation), default: listened].members[ObjectIdentifier(member)] = member
        }
    }

    func remove(_ member: SignalMember) {
        let topic = topic(of: member.operation)
        topics.withLock { topics in
            topics[topic]?.members[ObjectIdentifier(member)] = nil
            if topics[topic]?.members.isEmpty == true { topics[topic] = nil }
        }
    }

    private func topic(of operation: SignalOperation) -> Topic {
        Topic(
            coordinate: operation.recipe.coordinate, tenant: operation.viewer.tenant, subject: operation.subject)
    }

    private func take(_ signal: Signal) {
        let concerned = topics.withLock { topics in
            topics.keys.filter { topic in
                topic.tenant == signal.tenant && (signal.subject.isEmpty || topic.subject == signal.subject)
            }
        }
        guard !concerned.isEmpty else { return }
        Task {
            for topic in concerned { await tell(signal, topic) }
        }
    }

    private func tell(_ signal: Signal, _ topic: Topic) async {
        guard let people = await audience(of: topic), people.contains(signal.user) else { return }
        let members = topics.withLock { $0[topic]?.members.values.map { $0 } ?? [] }
        for member in members {
            let mayHear = member.operation.viewer.actor.map(people.contains) ?? false
            member.loop.execute { mayHear ? member.take(signal) : member.end(.shutOut) }
        }
    }

    /// Who may hear of a topic, as it was at most a second ago; nil if nobody listens or it cannot be known.
    private func audience(of topic: Topic) async -> Set<ActorID>? {
        let now = clock.now
        guard let listened = topics.withLock({ $0[topic] }) else { return nil }
        if let known = listened.audience, now - known.at < Self.audienceLifetime { return known.people }
        do throws(PublicFailure) {
            let people = try await listened.recipe.audience(topic.subject, topic.tenant, listened.services)
            topics.withLock { $0[topic]?.audience = (people, now) }
            return people
        } catch {
            return nil
        }
    }
}

extension LiveFailure {
    /// The right to hear of something has ended.
    static var shutOut: LiveFailure { LiveFailure(.forbidden, "You may not hear of this any more.") }
}
