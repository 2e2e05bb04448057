import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

/// A checker that finds nothing proves nothing: every kind of damage is shown to it.
struct HistoryCheckerTests {
    private func log(_ places: [(position: Int64, stream: Int, version: Int64, command: UInt64, ordinal: UInt16)])
        -> [RecordedEvent]
    {
        places.map { place in
            RecordedEvent(
                position: GlobalPosition(place.position),
                stream: StreamName(stored: "law:\(place.stream)", categoryBytes: 3),
                version: StreamVersion(place.version), name: "law.noted.1", schemaVersion: 1, codec: .json, body: [],
                metadata: EventMetadata(
                    tenant: "t",
                    id: EventID(command: CommandID(UniqueID(high: 0, low: place.command)), ordinal: place.ordinal),
                    origin: CommandOrigin(), occurred: Timestamp(microseconds: 0), recorded: Timestamp(microseconds: 0))
            )
        }
    }

    @Test func `a sound log has no violations`() {
        #expect(HistoryChecker.check(log([(1, 1, 1, 1, 0), (2, 1, 2, 1, 1), (3, 2, 1, 2, 0)]), after: 0) == [])
    }

    @Test func `every kind of damage is seen`() {
        #expect(!HistoryChecker.check(log([(1, 1, 1, 1, 0), (3, 1, 2, 2, 0)]), after: 0).isEmpty, "a gap")
        #expect(!HistoryChecker.check(log([(1, 1, 1, 1, 0), (1, 1, 2, 2, 0)]), after: 0).isEmpty, "a repeat")
        #expect(!HistoryChecker.check(log([(2, 1, 1, 1, 0), (1, 1, 2, 2, 0)]), after: 0).isEmpty, "an inversion")
        #expect(!HistoryChecker.check(log([(1, 1, 1, 1, 0), (2, 1, 3, 2, 0)]), after: 0).isEmpty, "a lost version")
        #expect(!HistoryChecker.check(log([(1, 1, 2, 1, 0)]), after: 0).isEmpty, "a lost first version")
        #expect(!HistoryChecker.check(log([(1, 1, 1, 1, 1)]), after: 0).isEmpty, "half an append")
        let torn = log([(1, 1, 1, 1, 0), (2, 2, 1, 2, 0), (3, 1, 2, 1, 1)])
        #expect(!HistoryChecker.check(torn, after: 0).isEmpty, "an append that was torn apart")
    }

    @Test func `an acknowledgement that the log does not bear out is seen`() async throws {
        let store = InMemoryEventStore { Timestamp(microseconds: 0) }
        let scope = LawScope(store as any EventStore, seed: 1)
        let kept = scope.append(to: scope.newStream(), .none, ["1"])
        let lost = scope.append(to: scope.newStream(), .none, ["2"])
        let history = History()
        history.note(kept, try await store.append([kept])[0])
        #expect(try await HistoryChecker.check(history, against: store) == [])
        history.note(
            lost,
            .appended(
                RecordedOutcome(request: lost.request, epoch: 1, position: 2, eventCount: 1, versions: [1], data: [])))
        #expect(try await HistoryChecker.check(history, against: store).count == 1)
        let rejected = History()
        rejected.note(kept, .commandIDReused)
        #expect(try await HistoryChecker.check(rejected, against: store).count == 1)
    }
}
