import EventSourcing
import EventSourcingTesting
import JSON
import Prelude
import Testing

struct ProcessMachineTests {
    /// Drives one process by hand; the record goes through its stored form between any two inputs.
    struct Driver {
        var record = ProcessRecord()
        var now = Timestamp(microseconds: 1_000_000)
        var position: Int64 = 0
        var definition = Fulfilment()

        mutating func on(
            _ change: (inout ProcessMachine<Fulfilment>) -> Bool
        ) throws -> Bool {
            var machine = ProcessMachine(definition, record: record, now: now, jitter: 0)
            let isRecorded = change(&machine)
            if isRecorded { record = try ProcessRecord(json: JSONValue(parsing: machine.record.json.bytes)) }
            #expect(!isRecorded || record == machine.record)
            return isRecorded
        }

        @discardableResult
        mutating func event(_ name: EventName, body: String = "") throws -> Bool {
            position += 1
            let event = event(name, at: position, body)
            let isFirst = record == ProcessRecord()
            return try on { $0.receive(event, isFirst: isFirst) }
        }

        func event(_ name: EventName, at position: Int64, _ body: String) -> RecordedEvent {
            RecordedEvent(
                position: GlobalPosition(position), stream: StreamName(stored: "order:7", categoryBytes: 5),
                version: StreamVersion(position), name: name, schemaVersion: 1, codec: .json, body: Array(body.utf8),
                metadata: EventMetadata(
                    tenant: "t", id: EventID(command: CommandID(UniqueID(high: 0, low: UInt64(position))), ordinal: 0),
                    origin: CommandOrigin(), occurred: now, recorded: now))
        }

        /// Answers the open step, which must be of this name.
        @discardableResult
        mutating func answer(_ name: String, _ answer: ActionAnswer = .done(.null)) throws -> Bool {
            let open = try #require(
                record.steps.first { $0.step.action.name == name }, "open: \(record.steps.map(\.step.name))")
            return try on { $0.receive(answer, to: open.number, attempt: open.attempt) }
        }
    }

    var driver = Driver()

    @Test func `a process that nothing disturbs goes from step to step to its end`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        for step in ["reserve", "authorise", "capture", "ship"] { try driver.answer(step) }
        #expect(driver.record.status == .completed)
        #expect(driver.record.due == nil)
        #expect(try !driver.event("shop.cancelled.1"))
    }

    @Test func `an event that begins nothing leaves no trace`() throws {
        var driver = driver
        #expect(try !driver.event("shop.cancelled.1"))
        #expect(driver.record == ProcessRecord())
    }

    @Test func `a refusal before the pivot undoes what was done, last first`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        try driver.answer("reserve")
        try driver.answer("authorise")
        try driver.answer("capture", .refused(code: "NO_MONEY"))
        #expect(driver.record.status == .compensating)
        #expect(driver.record.timers.isEmpty)
        try driver.answer("void")
        try driver.answer("release")
        #expect(driver.record.status == .compensated)
    }

    @Test func `compensation waits for the step whose outcome is open, and undoes it too`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        try driver.answer("reserve")
        try driver.event("shop.cancelled.1")
        #expect(driver.record.status == .compensating)
        #expect(driver.record.steps.map(\.step.name) == ["authorise"])
        try driver.answer("authorise")
        #expect(driver.record.steps.map(\.step.action.name) == ["void"])
    }

    @Test func `a failed attempt is tried again later, as another attempt, up to its policy`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        var due = driver.now
        for attempt in 1...3 {
            #expect(driver.record.steps.first?.attempt == attempt)
            due = driver.record.steps.first?.notBefore ?? due
            driver.now = due
            try driver.answer("reserve", .failed(reason: "busy"))
        }
        #expect(driver.record.status == .compensated)
    }

    @Test func `an unknown outcome is asked for again under the same attempt, ever later, then parked`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        var pauses: [Int64] = []
        for _ in 1..<ProcessMachine<Fulfilment>.unknownsMax {
            try driver.answer("reserve", .unknown(reason: "timeout"))
            pauses.append((driver.record.steps.first?.notBefore.microseconds ?? 0) - driver.now.microseconds)
        }
        #expect(pauses == pauses.sorted() && pauses.first == 200_000 && pauses.last == 60_000_000)
        #expect(driver.record.status == .running)
        try driver.answer("reserve", .unknown(reason: "timeout"))
        #expect(driver.record.status == .parked)
        #expect(driver.record.reason == "nobody knows what became of reserve: timeout")
        #expect(try driver.on { $0.resume() })
        let step = try #require(driver.record.steps.first)
        #expect(step.attempt == 1 && step.unknowns == 0)
        #expect(driver.record.due == Timestamp(microseconds: 0))
        try driver.answer("reserve")
        #expect(driver.record.steps.first?.step.name == "authorise")
    }

    @Test func `behind the pivot nothing is undone: it is parked, resumed and finished`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        for step in ["reserve", "authorise", "capture"] { try driver.answer(step) }
        try driver.answer("ship", .refused(code: "NO_ADDRESS"))
        #expect(driver.record.status == .parked)
        #expect(driver.record.due == nil)
        #expect(try driver.on { $0.resume() })
        #expect(driver.record.steps.first?.attempt == 2)
        try driver.answer("ship")
        #expect(driver.record.status == .completed)
        #expect(try !driver.on { $0.resume() })
    }

    @Test func `an answer that comes twice or too late changes nothing`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        let open = try #require(driver.record.steps.first)
        try driver.answer("reserve")
        #expect(try !driver.on { $0.receive(.done(.null), to: open.number, attempt: open.attempt) })
        #expect(try !driver.on { $0.receive(.failed(reason: ""), to: 99, attempt: 1) })
    }

    @Test func `a timer fires once, when it is due, and not after the process has moved on`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        let timer = try #require(driver.record.timers.first)
        #expect(try !driver.on { $0.fire(timer: timer.number) })
        driver.now = timer.due
        #expect(try driver.on { $0.fire(timer: timer.number) })
        #expect(driver.record.status == .compensating)
        #expect(try !driver.on { $0.fire(timer: timer.number) })
    }

    @Test func `an input that it cannot deal with parks it, and later ones queue up behind, in order`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        try driver.event("shop.cancelled.1", body: "nonsense")
        #expect(driver.record.status == .parked)
        try driver.event("shop.cancelled.1")
        #expect(driver.record.queued == [2, 3])
        let nonsense = driver.event("shop.cancelled.1", at: 2, "nonsense")
        let cancelled = driver.event("shop.cancelled.1", at: 3, "")
        #expect(try !driver.on { $0.receiveQueued(nonsense) })
        #expect(try driver.on { $0.resume() })
        #expect(driver.record.due == Timestamp(microseconds: 0))
        #expect(try driver.on { $0.receiveQueued(nonsense) })
        #expect(driver.record.status == .parked)
        #expect(driver.record.queued == [2, 3])
        driver.definition.understandsNonsense = true
        #expect(try driver.on { $0.resume() })
        #expect(try driver.on { $0.receiveQueued(nonsense) })
        #expect(driver.record.status == .compensating)
        #expect(try driver.on { $0.receiveQueued(cancelled) })
        #expect(driver.record.queued == [])
    }

    @Test func `an event that comes while others still wait does not overtake them`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        try driver.event("shop.cancelled.1", body: "nonsense")
        driver.definition.understandsNonsense = true
        #expect(try driver.on { $0.resume() })
        #expect(try driver.event("shop.cancelled.1"))
        #expect(driver.record.queued == [2, 3])
        #expect(driver.record.status == .running)
        let nonsense = driver.event("shop.cancelled.1", at: 2, "nonsense")
        #expect(try driver.on { $0.receiveQueued(nonsense) })
        #expect(driver.record.queued == [3])
    }

    @Test func `an event for which there is no room is not taken for one that was dealt with`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        try driver.event("shop.cancelled.1", body: "nonsense")
        var machine = ProcessMachine(driver.definition, record: driver.record, now: driver.now, jitter: 0)
        func receive(_ position: Int64) -> Bool {
            machine.receive(driver.event("shop.cancelled.1", at: position, ""), isFirst: false)
        }
        for position in 3...1_001 as ClosedRange<Int64> {
            let isTaken = receive(position)
            #expect(isTaken && !machine.isFull)
        }
        #expect(machine.record.queued.count == 1_000)
        let isTaken = receive(1_002)
        #expect(!isTaken && machine.isFull)
        #expect(machine.record.queued.last == 1_001)
    }

    @Test func `a process that an operator resolved is over`() throws {
        var driver = driver
        try driver.event("shop.confirmed.1")
        #expect(try driver.on { $0.resolve(note: "by hand") })
        #expect(driver.record.status == .resolved)
        #expect(driver.record.reason == "by hand")
        #expect(try !driver.on { $0.resolve(note: "again") })
        #expect(try !driver.event("shop.cancelled.1"))
    }

    @Test func `pauses double, stay below their bound and are spread`() {
        let policy = RetryPolicy(attemptsMax: 9, firstPause: .seconds(1), pauseMax: .seconds(10))
        #expect((1...6).map { policy.pause(after: $0, jitter: 0) } == [1, 2, 4, 8, 10, 10].map { .seconds($0) })
        #expect(policy.pause(after: 1, jitter: 1) == .milliseconds(500))
        #expect(policy.pause(after: .max, jitter: 0) == .seconds(10))
    }
}
