import EventSourcing

extension ProjectionStoreContract {
    static let checkpointLaws: [ProjectionStoreLaw] = [
        ProjectionStoreLaw("rows and checkpoint move together") { scope in
            let lease = try await scope.createAndAcquire()
            let verdict = try await scope.commit(lease, 0, 7, [.put(scope.table.name, row: scope.row("a", 1))])
            let record = try await scope.record(scope.first)
            let rows = try await scope.rows()
            scope.expect(
                verdict == .committed && record?.checkpoint == scope.cursor(7),
                "the record is \(String(describing: record))")
            scope.expect(rows == [scope.row("a", 1)], "the rows are \(rows)")
        },
        ProjectionStoreLaw("a batch that begins elsewhere writes nothing and is told where the checkpoint stands") {
            scope in
            let lease = try await scope.createAndAcquire()
            _ = try await scope.commit(lease, 0, 7)
            for from in [0, 6, 8] as [Int64] {
                let verdict = try await scope.commit(
                    lease, from, 9, [.put(scope.table.name, row: scope.row("a", from))])
                scope.expect(verdict == .moved(actual: scope.cursor(7)), "from \(from) the verdict is \(verdict)")
            }
            let rows = try await scope.rows()
            scope.expect(rows.isEmpty, "the rows are \(rows)")
        },
        ProjectionStoreLaw("a batch that is sent again after its answer was lost is told that it had been written") {
            scope in
            let lease = try await scope.createAndAcquire()
            _ = try await scope.commit(lease, 0, 7, [.put(scope.table.name, row: scope.row("a", 1))])
            let again = try await scope.commit(lease, 0, 7, [.put(scope.table.name, row: scope.row("a", 1))])
            scope.expect(again == .moved(actual: scope.cursor(7)), "the verdict is \(again)")
            try await scope.store.release(lease)
            _ = try await scope.acquired(scope.first, "other-node")
            let fenced = try await scope.commit(lease, 0, 7)
            scope.expect(fenced == .fenced, "who lost the lease is told \(fenced)")
        },
        ProjectionStoreLaw("a checkpoint does not move back") { scope in
            let lease = try await scope.createAndAcquire()
            _ = try await scope.commit(lease, 0, 7)
            do throws(ProjectionStoreError) {
                let verdict = try await scope.commit(lease, 7, 6)
                scope.expect(false, "moving back gives \(verdict)")
            } catch {
                if case .mismatch = error {} else { scope.expect(false, "the error is \(error)") }
            }
            let record = try await scope.record(scope.first)
            scope.expect(record?.checkpoint == scope.cursor(7), "the record is \(String(describing: record))")
        },
        ProjectionStoreLaw("of two batches from one checkpoint one is written") { scope in
            let lease = try await scope.createAndAcquire()
            let verdicts = try await withThrowingTaskGroup(of: CommitVerdict.self) { group in
                for number in 0..<8 as Range<Int64> {
                    group.addTask {
                        try await scope.commit(
                            lease, 0, number + 1, [.put(scope.table.name, row: scope.row("a", number))])
                    }
                }
                return try await group.reduce(into: [CommitVerdict]()) { $0.append($1) }
            }
            let rows = try await scope.rows()
            scope.expect(verdicts.count { $0 == .committed } == 1, "the verdicts are \(verdicts)")
            scope.expect(rows.count == 1, "\(rows.count) rows are written")
        },
    ]
}
