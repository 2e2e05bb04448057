import EventSourcing
import Lifecycle

/// What must hold of a projection of which the store does not take some row: its event is parked, and all others go on.
package enum RefusalLaw {
    /// Says of each event what is in it; a text that the store refuses poisons its own lane only.
    private struct Sayings: Projection {
        let name: ProjectionName
        let table: ReadModelTable
        let codeVersion: Int32 = 1
        let filter = EventFilter(names: ["law.noted.1"])
        var tables: [ReadModelTable] { [table] }

        func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
            let text = String(decoding: event.body, as: UTF8.self)
            let said: RowValue = text == "nothing" ? .null : .text(text)
            try rows.put(table.name, [.text(event.stream.id), said])
        }
    }

    /// Checks it on stores that nobody else uses; `refused` is a body whose row the store does not take.
    package static func violations(
        of events: any EventStore, _ projections: any ProjectionStore, refused: String, clock: any Clock
    ) async throws -> [Violation] {
        let log = LawScope(events, seed: 3)
        let scope = LawScope(projections, seed: 4)
        let table = ReadModelTable("sayings", key: [.init("who", .text)], columns: [.init("said", .text)])
        let projection = Sayings(name: scope.projection, table: table)
        for number in 0..<100 {
            let body = number == 37 ? refused : "\(number)"
            _ = try await events.append([log.append(to: log.newStream(), .any, [body])])
        }
        try await projections.create(
            scope.first, codeVersion: 1, stage: .live, at: scope.cursor(0), gate: .start, tables: [table])
        let context = ProjectionContext(
            node: "node", store: projections, reader: events, source: StoreSource(events), clock: clock)
        var worker = ProjectionWorker(scope.first, projection, context: context)
        var steps = 0
        while steps < 1_000, case .worked = await worker.step() { steps += 1 }
        let checkpoint = try await scope.record(scope.first)?.checkpoint.position
        scope.expect(checkpoint == 100, "it stands at \(String(describing: checkpoint)): \(worker.status)")
        let parked = try await projections.parked(scope.first, after: .start, limit: 10)
        scope.expect(parked.map(\.position) == [38], "parked are \(parked)")
        scope.expect(parked.first?.reason.isEmpty == false, "nobody is told why")
        let rows = try await projections.load([.range(RowRange(table.name, prefix: []))], of: scope.first).first
        scope.expect(rows?.count == 99, "there are \(rows?.count ?? 0) rows")
        // Asking for it again refuses it again and stops nothing.
        _ = try await projections.judge(scope.first, key: nil, verdict: .retry)
        await worker.release()
        steps = 0
        while steps < 1_000, case .worked = await worker.step() { steps += 1 }
        let again = try await projections.parked(scope.first, after: .start, limit: 10)
        scope.expect(again.map(\.attempts) == [2] && again.first?.verdict == .wait, "after a retry: \(again)")
        await worker.release()
        return scope.violations + log.violations
    }
}
