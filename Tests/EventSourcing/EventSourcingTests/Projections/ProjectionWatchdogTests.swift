import EventSourcing
import Lifecycle
import Prelude
import Testing

struct ProjectionWatchdogTests {
    private func record(
        _ position: Int64, epoch: UInt32 = 1, paused: Bool = false, held: Bool = true,
        stage: GenerationRecord.Stage = .live
    ) -> GenerationRecord {
        GenerationRecord(
            generation: Generation("a", 1), codeVersion: 1, stage: stage,
            checkpoint: Cursor(epoch: LogEpoch(epoch), position: GlobalPosition(position)), gate: .start,
            isPaused: paused, owner: "node-1", leaseEpoch: 1, leaseIsHeld: held, parkedCount: 0,
            touched: Timestamp(microseconds: 0))
    }

    private func head(_ position: Int64, epoch: UInt32 = 1) -> LogHead {
        LogHead(epoch: LogEpoch(epoch), position: GlobalPosition(position))
    }

    private func time(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: seconds * 1_000_000_000) }

    @Test func `a projection that stands still is called stalled, once, and once again when it goes on`() {
        var dog = ProjectionWatchdog(patience: .seconds(30))
        #expect(dog.observe([record(5)], head: head(9), now: time(0)) == [])
        #expect(dog.verdicts.values.first == .catchingUp(events: 4))
        #expect(dog.observe([record(5)], head: head(9), now: time(29)) == [])
        let alarms = dog.observe([record(5)], head: head(9), now: time(31))
        #expect(alarms.map(\.verdict) == [.stalled(events: 4, reason: "its node node-1 does not advance it")])
        #expect(dog.observe([record(5)], head: head(10), now: time(40)) == [])
        #expect(dog.observe([record(6)], head: head(10), now: time(41)).map(\.verdict) == [.catchingUp(events: 4)])
    }

    @Test func `a quiet log stalls nobody, and the clock starts with the first event after it`() {
        var dog = ProjectionWatchdog(patience: .seconds(30))
        for second in [0, 100, 200] as [Int64] {
            #expect(dog.observe([record(5)], head: head(5), now: time(second)) == [])
        }
        #expect(dog.observe([record(5)], head: head(6), now: time(201)) == [])
        #expect(dog.verdicts.values.first == .catchingUp(events: 1))
        #expect(dog.observe([record(5)], head: head(6), now: time(231)).count == 1)
    }

    @Test func `a paused or retired one raises no alarm, and a free one says that nobody works on it`() {
        var dog = ProjectionWatchdog(patience: .seconds(30))
        _ = dog.observe([record(5, paused: true)], head: head(9), now: time(0))
        #expect(dog.observe([record(5, paused: true)], head: head(9), now: time(99)) == [])
        #expect(dog.observe([record(5, held: false)], head: head(9), now: time(100)) == [])
        let alarms = dog.observe([record(5, held: false)], head: head(9), now: time(140))
        #expect(alarms.map(\.verdict) == [.stalled(events: 4, reason: "no node works on it")])
        #expect(dog.observe([record(5, stage: .retired)], head: head(9), now: time(150)) == [])
        #expect(dog.verdicts.isEmpty)
    }

    @Test func `a checkpoint of another epoch is an alarm at once`() {
        var dog = ProjectionWatchdog()
        let alarms = dog.observe([record(5)], head: head(3, epoch: 2), now: time(0))
        #expect(alarms.map(\.verdict) == [.stalled(events: 0, reason: "the log began epoch 2: rebuild it")])
    }
}
