import EventSourcing

/// What must hold of a store whose log has begun a new epoch because it was restored from a backup.
package enum RestorationLaw {
    /// Checks it on fresh stores that nobody else uses; `begin` begins the epoch and says how the log stands.
    package static func violations(
        of events: any EventStore, _ projections: any ProjectionStore,
        begin: () async throws -> (head: Cursor, ahead: [ProjectionName])
    ) async throws -> [Violation] {
        let log = LawScope(events, seed: 1)
        _ = try await events.append([log.append(to: log.newStream(), .any, ["1", "2", "3"])])
        let behind = LawScope(projections, seed: 2)
        let lease = try await behind.createAndAcquire("one")
        let kept = try await behind.commit(lease, 0, 2, [.put(behind.table.name, row: behind.row("kept", 1))])
        behind.expect(kept == .committed, "the verdict is \(kept)")
        let names = ["law-ahead", "inbox:law-ahead"].map { ProjectionName(validated: $0) }
        for name in names {
            try await projections.create(
                Generation(name, 1), codeVersion: 1, stage: .live, at: behind.cursor(9), gate: .start, tables: [])
        }
        let report = try await begin()
        behind.expect(report.head == behind.cursor(3, epoch: 2), "the head is \(report.head)")
        behind.expect(report.ahead == [names[0]], "ahead are \(report.ahead)")
        let stored = try await events.head().cursor
        behind.expect(stored == report.head, "the store says \(stored)")
        let zombie = try await behind.commit(lease, 2, 3)
        behind.expect(zombie == .fenced, "what was meant for the old epoch is \(zombie)")
        let again = try await behind.acquired(behind.first, "one")
        let commit = ProjectionCommit(
            lease: again, from: behind.cursor(2, epoch: 2), to: behind.cursor(3, epoch: 2), changes: [])
        let verdict = try await projections.commit(commit)
        behind.expect(verdict == .committed, "a read model that was restored with the log does not go on: \(verdict)")
        let rows = try await behind.rows()
        behind.expect(rows == [behind.row("kept", 1)], "its rows are \(rows)")
        let inbox = try await projections.records(of: names[1]).first?.checkpoint
        behind.expect(inbox == report.head, "the inbox stands at \(String(describing: inbox))")
        let ahead = try await projections.records(of: names[0]).first?.checkpoint
        behind.expect(ahead == behind.cursor(9), "what is ahead was moved to \(String(describing: ahead))")
        return behind.violations + log.violations
    }
}
