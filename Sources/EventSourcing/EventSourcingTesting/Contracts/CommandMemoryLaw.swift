import EventSourcing
import Lifecycle
import Prelude

/// One sentence of the contract of every store that forgets commands; each needs a store of its own, whose clock moves
/// between any two appends.
package struct CommandMemoryLaw: Sendable, CustomStringConvertible {
    package typealias Store = any EventStore & CommandMemory

    package let description: String
    private let body: @Sendable (LawScope<any EventStore>, Store) async throws -> Void

    private init(
        _ description: String, _ body: @escaping @Sendable (LawScope<any EventStore>, Store) async throws -> Void
    ) {
        (self.description, self.body) = (description, body)
    }

    package func violations(of store: Store, seed: UInt64 = .random(in: 1...UInt64.max)) async -> [Violation] {
        let scope = LawScope(store as any EventStore, seed: seed)
        do {
            try await body(scope, store)
        } catch {
            scope.complain([Violation("the store threw \(error)")])
        }
        return scope.violations
    }

    /// The contract of every store that forgets commands.
    package static let all: [CommandMemoryLaw] = [
        CommandMemoryLaw("outcomes are forgotten up to a position, the oldest first, so many at most") { scope, store in
            let appends = (0..<4).map { _ in scope.append(to: scope.newStream()) }
            for append in appends { _ = try await store.append([append]) }
            let none = try await store.forgetCommands(through: 0, limit: 10)
            let one = try await store.forgetCommands(through: 3, limit: 1)
            let afterOne = try await scope.known(appends)
            let rest = try await store.forgetCommands(through: 3, limit: 10)
            let afterAll = try await scope.known(appends)
            scope.expect([none, one, rest] == [0, 1, 2], "forgotten were \([none, one, rest])")
            scope.expect(afterOne == [false, true, true, true], "after one, known are \(afterOne)")
            scope.expect(afterAll == [false, false, false, true], "after all, known are \(afterAll)")
            let events = try await store.read(LogQuery(after: .start)).events.count
            scope.expect(events == 4, "the log has \(events) events")
        },
        CommandMemoryLaw("a retry within the retention is answered, and one after it is a new command") {
            scope, store in
            let appends = (0..<4).map { _ in scope.append(to: scope.newStream()) }
            for append in appends { _ = try await store.append([append]) }
            // As if the last event had been recorded just when the retention begins.
            try await scope.sweep(store, at: 4)
            let results = try await store.append(appends)
            let isRepeated = results.map { if case .duplicate = $0 { true } else { false } }
            scope.expect(isRepeated == [false, false, true, true], "the answers are \(results)")
        },
        CommandMemoryLaw("a command without events is as old as it is, not as the event before it") { scope, store in
            let (first, silent) = (scope.append(to: scope.newStream()), scope.append([]))
            for append in [first, silent] { _ = try await store.append([append]) }
            let head = try await store.read(LogQuery(after: .start)).events.last?.metadata.recorded
            try await scope.sweep(store, before: (head ?? Timestamp(microseconds: 0)).advanced(microseconds: 1))
            let young = try await scope.known([silent])
            scope.expect(young == [true], "it is forgotten with an event that was there before")
            for _ in 0..<2 { _ = try await store.append([scope.append(to: scope.newStream())]) }
            try await scope.sweep(store, at: 3)
            let old = try await scope.known([first, silent])
            scope.expect(old == [false, false], "known are \(old)")
        },
    ]
}

extension LawScope where Store == any EventStore {
    /// Whether the store knows what came of these.
    fileprivate func known(_ appends: [Append]) async throws(EventStoreError) -> [Bool] {
        var known: [Bool] = []
        for append in appends { known.append(try await store.outcome(of: append.command, in: append.tenant) != nil) }
        return known
    }

    /// Sweeps as if the retention began when the event at this position was recorded.
    fileprivate func sweep(_ store: CommandMemoryLaw.Store, at position: GlobalPosition) async throws {
        let page = try await store.read(LogQuery(after: position.advanced(by: -1), limit: 1))
        guard let event = page.events.first else { return expect(false, "there is no event at \(position)") }
        try await sweep(store, before: event.metadata.recorded)
    }

    fileprivate func sweep(_ store: CommandMemoryLaw.Store, before time: Timestamp) async throws {
        let clock = ManualClock(wallTime: time.advanced(microseconds: 3_600_000_000))
        _ = try await CommandSweep(store, store, retention: CommandSweep.retentionMin, clock: clock).sweep()
    }
}
