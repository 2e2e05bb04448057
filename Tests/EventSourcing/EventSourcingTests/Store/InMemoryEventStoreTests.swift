import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

struct InMemoryEventStoreTests {
    @Test(arguments: EventStoreContract.laws)
    func `the store in memory keeps the law`(_ law: EventStoreLaw) async {
        #expect(await law.violations(of: newStore()) == [])
    }

    @Test(arguments: SnapshotLaw.all)
    func `the snapshots in memory keep the law`(_ law: SnapshotLaw) async {
        #expect(await law.violations(of: newStore()) == [])
    }

    @Test func `reading before what has expired is refused with the oldest position`() async throws {
        let store = newStore()
        let scope = LawScope(store as any EventStore, seed: 1)
        _ = try await store.append([scope.append(to: scope.newStream(), .any, ["1", "2", "3"])])
        store.expire(through: 2)
        #expect(try await store.read(LogQuery(after: 2)).events.map(\.position) == [3])
        await #expect(throws: EventStoreError.self) { try await store.read(LogQuery(after: 1)) }
    }

    @Test func `restoring an old backup begins a new epoch and gives positions anew`() async throws {
        let store = newStore()
        let scope = LawScope(store as any EventStore, seed: 1)
        let stream = scope.newStream()
        _ = try await store.append([scope.append(to: stream, .any, ["1", "2", "3"])])
        store.restore(through: 1)
        let results = try await store.append([scope.append(to: stream, .exact(1), ["other"])])
        #expect(results[0].outcome?.cursor == Cursor(epoch: 2, position: 2))
    }
}

/// A store whose clock stands still.
func newStore() -> InMemoryEventStore {
    InMemoryEventStore { Timestamp(microseconds: 1_000_000) }
}
