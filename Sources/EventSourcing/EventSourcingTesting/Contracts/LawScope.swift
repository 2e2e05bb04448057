import EventSourcing
import Prelude

/// What a law of a store works with: a tenant of its own, so that laws can share one store, and a list of complaints.
package final class LawScope<Store: Sendable>: Sendable {
    package let store: Store
    package let tenant: TenantID
    private let state: Lock<(random: SeededRandom, complaints: [Violation])>

    /// The seed makes names and command ids unique; two laws on one store need two seeds.
    package init(_ store: Store, seed: UInt64) {
        self.store = store
        tenant = TenantID(validated: "law-\(String(seed, radix: 36))")
        state = Lock((SeededRandom(seed: seed), []))
    }

    package var violations: [Violation] { state.withLock { $0.complaints } }

    package func expect(_ holds: Bool, _ sentence: @autoclosure () -> String) {
        if !holds {
            let complaint = Violation(sentence())
            state.withLock { $0.complaints.append(complaint) }
        }
    }

    package func complain(_ violations: [Violation]) {
        state.withLock { $0.complaints += violations }
    }

    package func newCommand() -> CommandID {
        state.withLock { CommandID(UniqueID(high: $0.random.next(), low: $0.random.next())) }
    }

    package func newStream(_ category: StreamCategory = "law") -> StreamName {
        state.withLock { StreamName(category, CommandID(UniqueID(high: $0.random.next(), low: $0.random.next()))) }
    }

    /// An append of one stream whose request hash follows from its content.
    package func append(
        to stream: StreamName, _ expected: ExpectedVersion = .any, _ bodies: [String] = ["{}"],
        command: CommandID? = nil, tenant: TenantID? = nil, data: [UInt8] = [], closes: Bool = false
    ) -> Append {
        append(
            [StreamAppend(to: stream, expected: expected, events: bodies.map(event), closesStream: closes)],
            command: command, tenant: tenant, data: data)
    }

    package func append(
        _ streams: [StreamAppend], command: CommandID? = nil, tenant: TenantID? = nil, data: [UInt8] = []
    ) -> Append {
        var sum: UInt64 = 0
        for part in streams {
            for event in part.events { for byte in event.body { sum = sum &* 31 &+ UInt64(byte) } }
        }
        return Append(
            tenant: tenant ?? self.tenant, command: command ?? newCommand(),
            request: RequestHash(words: [sum, 1, 2, 3]),
            streams: streams, data: data)
    }

    package func event(_ body: String) -> NewEvent { NewEvent(name: "law.noted.1", body: Array(body.utf8)) }
}
