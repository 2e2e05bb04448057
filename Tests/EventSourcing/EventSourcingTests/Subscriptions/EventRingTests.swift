import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

struct EventRingTests {
    @Test func `an empty ring reaches back to where it begins and no further`() {
        let ring = EventRing(after: 7, capacity: 4)
        #expect(ring.reaches(back: 7))
        #expect(!ring.reaches(back: 6))
        #expect(!ring.reaches(back: 8))
        #expect(ring.read(after: 7, filter: .everything, limit: 10).events.isEmpty)
    }

    @Test func `the newest events are kept and read from any of their positions`() {
        var ring = EventRing(after: 0, capacity: 4)
        for position in 1...10 as ClosedRange<Int64> { ring.append(event(position)) }
        #expect(ring.first == 7)
        #expect(ring.last == 10)
        #expect(!ring.reaches(back: 5))
        for position in 6...10 as ClosedRange<Int64> {
            let read = ring.read(after: GlobalPosition(position), filter: .everything, limit: 10)
            #expect(read.events.map(\.position.number) == Array(position..<10).map { $0 + 1 })
            #expect(read.scanned == 10)
        }
    }

    @Test func `many bytes push out old events before their time`() {
        var ring = EventRing(after: 0, capacity: 64, bytesMax: 1_000)
        for position in 1...10 as ClosedRange<Int64> { ring.append(event(position, bytes: 144)) }
        #expect(ring.first == 9)
        #expect(ring.last == 10)
    }

    @Test func `a filter moves on over what it does not admit`() {
        var ring = EventRing(after: 0, capacity: 16)
        for position in 1...10 as ClosedRange<Int64> { ring.append(event(position, stream: position % 2)) }
        let filter = EventFilter(stream: StreamName("ring:1"))
        let read = ring.read(after: 0, filter: filter, limit: 2)
        #expect(read.events.map(\.position.number) == [1, 3])
        #expect(read.scanned == 3)
        #expect(ring.read(after: 9, filter: filter, limit: 2).scanned == 10)
    }

    @Test func `a gap is not taken in`() async {
        await #expect(processExitsWith: .failure) {
            var ring = EventRing(after: 0, capacity: 4)
            ring.append(event(2))
        }
    }
}

/// An event at a position, of stream `ring:<stream>`.
func event(_ position: Int64, stream: Int64 = 0, bytes: Int = 0, tenant: TenantID = "t") -> RecordedEvent {
    let id = EventID(command: CommandID(UniqueID(high: 0, low: UInt64(position))), ordinal: 0)
    let now = Timestamp(microseconds: position)
    return RecordedEvent(
        position: GlobalPosition(position), stream: StreamName(stored: "ring:\(stream)", categoryBytes: 4),
        version: StreamVersion(position), name: "ring.event.1", schemaVersion: 1, codec: .json,
        body: Array(repeating: 0, count: bytes),
        metadata: EventMetadata(tenant: tenant, id: id, origin: CommandOrigin(), occurred: now, recorded: now))
}
