import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

struct ProjectionFoldTests {
    private func note(_ position: Int64, _ body: String, account: String = "a") -> RecordedEvent {
        let now = Timestamp(microseconds: position)
        return RecordedEvent(
            position: GlobalPosition(position), stream: StreamName(stored: "acc:\(account)", categoryBytes: 3),
            version: StreamVersion(position), name: "law.noted.1", schemaVersion: 1, codec: .json,
            body: Array(body.utf8),
            metadata: EventMetadata(
                tenant: "t", id: EventID(command: CommandID(UniqueID(high: 0, low: 1)), ordinal: 0),
                origin: CommandOrigin(), occurred: now, recorded: now))
    }

    /// Runs a fold over stored rows; gives the fold and how many rounds of reads it took.
    private func run(
        _ events: [RecordedEvent], stored: [RowKey: [RowValue]] = [:], parkedLanes: Set<String> = [],
        by projection: any Projection = Ledger()
    ) -> (fold: ProjectionFold, rounds: Int) {
        var fold = ProjectionFold(projection, events, parkedLanes: parkedLanes)
        var rounds = 0
        while case .needs(let requests) = fold.advance() {
            rounds += 1
            fold.supply(
                requests,
                requests.map { request in
                    switch request {
                    case .row(let key): stored[key].map { [$0] } ?? []
                    case .range(let range):
                        stored.filter { $0.key.table == range.table && range.covers($0.key.values) }.map(\.value)
                    }
                })
        }
        return (fold, rounds)
    }

    @Test func `a batch over many accounts reads its rows at once`() {
        let events = (1...100).map { note($0, "\($0)", account: "\($0 % 50)") }
        let (fold, rounds) = run(events)
        #expect(rounds == 2)
        #expect(fold.appliedCount == 100)
        #expect(fold.changed.count { $0.key.table == "balances" } == 50)
    }

    private func sums(_ fold: ProjectionFold) -> [[RowValue]] { fold.changed.compactMap(\.after) }

    @Test func `a projection that takes a batch as a whole reads each row once, and adds to what is stored`() {
        let events = (1...100).map { note($0, "\($0)", account: "\($0 % 2)") }
        let key = RowKey("sums", [.text("0")])
        let (fold, rounds) = run(events, stored: [key: [.text("0"), .int(10)]], by: Tally())
        #expect(rounds == 1 && fold.appliedCount == 100)
        #expect(sums(fold) == [[.text("0"), .int(2_560)], [.text("1"), .int(2_500)]])
        #expect(fold.changed.first?.before == [.text("0"), .int(10)])
    }

    @Test func `poison in a whole batch is parked with its lane, and all others are applied`() {
        let events = [
            note(1, "1"), note(2, "2", account: "b"), note(3, "poison"), note(4, "4", account: "b"), note(5, "5"),
        ]
        let (fold, _) = run(events, by: Tally())
        #expect(fold.parked.map(\.position) == [3, 5] && fold.appliedCount == 3)
        #expect(sums(fold) == [[.text("a"), .int(1)], [.text("b"), .int(6)]])
        let (queued, _) = run(events.filter { $0.position != 3 }, parkedLanes: ["t/acc:a"], by: Tally())
        #expect(queued.parked.map(\.position) == [1, 5])
        #expect(sums(queued) == [[.text("b"), .int(6)]])
    }

    @Test func `a changed row carries what it was before the batch and what it is after`() {
        let key = RowKey("balances", [.text("a")])
        let stored: [RowKey: [RowValue]] = [key: [.text("a"), .int(10), .int(1)]]
        let (fold, _) = run([note(1, "5"), note(2, "-3")], stored: stored)
        let changed = fold.changed.first { $0.key == key }
        #expect(changed?.before == [.text("a"), .int(10), .int(1)])
        #expect(changed?.after == [.text("a"), .int(12), .int(3)])
    }

    @Test func `what ends as it began is no change`() {
        let key = RowKey("balances", [.text("a")])
        let stored: [RowKey: [RowValue]] = [key: [.text("a"), .int(10), .int(1)]]
        let (fold, _) = run([note(1, "close"), note(2, "x")], stored: stored)
        #expect(fold.changed == [ChangedRow(key: key, before: stored[key], after: nil)])
        #expect(run([note(1, "close")]).fold.changed == [])
    }

    @Test func `a poison event leaves nothing behind and parks its lane, and only that`() {
        let events = [
            note(1, "1"), note(2, "poison"), note(3, "5"), note(4, "7", account: "b"), note(5, "close"),
        ]
        let (fold, _) = run(events)
        #expect(fold.parked.map(\.position) == [2, 3, 5])
        #expect(fold.parked.map(\.reason) == ["it says poison", "", ""])
        #expect(fold.parked.map(\.attempts) == [1, 0, 0])
        let balances = fold.changed.filter { $0.key.table == "balances" }.compactMap(\.after)
        #expect(balances == [[.text("a"), .int(1), .int(1)], [.text("b"), .int(7), .int(1)]])
        #expect(!fold.changed.contains { $0.key.values.last == .int(-2) })
    }

    @Test func `the events of a lane that is parked already queue up`() {
        let (fold, rounds) = run([note(1, "1"), note(2, "2", account: "b")], parkedLanes: ["t/acc:a"])
        #expect(fold.parked.map(\.position) == [1])
        #expect(fold.appliedCount == 1)
        #expect(rounds == 2)
    }

    @Test func `a projection that asks for rows without end is stopped`() {
        struct Greedy: Projection {
            let name: ProjectionName = "greedy"
            let codeVersion: Int32 = 1
            let tables = [Ledger.balances]
            let filter = EventFilter.everything
            func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
                for number in 0... { _ = try rows.row("balances", .text("\(number)")) }
            }
        }
        var fold = ProjectionFold(Greedy(), [note(1, "1")], parkedLanes: [])
        var rounds = 0
        while case .needs(let requests) = fold.advance() {
            rounds += 1
            fold.supply(requests, requests.map { _ in [] })
        }
        #expect(rounds == ProjectionFold.roundsPerEventMax)
        #expect(fold.parked.map(\.reason) == ["it asks for rows without end"])
    }

    @Test func `a row that does not fit its table is poison, not a crash`() {
        struct Wrong: Projection {
            let name: ProjectionName = "wrong"
            let codeVersion: Int32 = 1
            let tables = [Ledger.balances]
            let filter = EventFilter.everything
            func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
                switch event.position.number {
                case 1: try rows.insert("balances", [.text("a"), .text("5"), .int(1)])
                case 2: try rows.insert("balances", [.text("a")])
                case 3: try rows.insert("nowhere", [.text("a")])
                case 4: _ = try rows.row("balances", .int(1))
                case 5: _ = try rows.row("balances", .text("a"), .text("b"))
                default: _ = try rows.rows("balances", prefix: [.text("a")])
                }
            }
        }
        let events = (1...6).map { note($0, "", account: "\($0)") }
        var fold = ProjectionFold(Wrong(), events, parkedLanes: [])
        guard case .done = fold.advance() else { return #expect(Bool(false)) }
        #expect(fold.parked.count == 6)
        #expect(fold.changed == [])
    }

    @Test(arguments: Seeds.range(50))
    func `any cut into batches gives the same rows`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let bodies = ["1", "-2", "3", "close", "x"]
        let events = (1...60).map { position in
            note(Int64(position), bodies[random.below(bodies.count)], account: "\(random.below(4))")
        }
        var results: [[RowKey: [RowValue]]] = []
        for limit in [1, 7, 60, 1 + random.below(20)] {
            var stored: [RowKey: [RowValue]] = [:]
            for start in stride(from: 0, to: events.count, by: limit) {
                let (fold, _) = run(Array(events[start..<min(start + limit, events.count)]), stored: stored)
                #expect(fold.parked == [])
                for row in fold.changed { stored[row.key] = row.after }
            }
            results.append(stored)
        }
        #expect(results.allSatisfy { $0 == results[0] }, "seed \(seed)")
    }
}
