import EventSourcing

extension ProjectionStoreContract {
    static let rowLaws: [ProjectionStoreLaw] = [
        ProjectionStoreLaw("values of every kind come back as they were put, nulls included") { scope in
            let lease = try await scope.createAndAcquire()
            let full: [RowValue] = [
                .text("żółw \u{1F600} '\"\\\n"), .int(.max), .bool(true), .int(.min), .real(-0.1), .text(""),
                .text(#"{"a": [1,  2.50]}"#), .blob([0, 255, 39, 0]),
            ]
            let empty: [RowValue] = [.text("x"), .int(-1), .null, .null, .null, .null, .null, .null]
            let other: [RowValue] = [
                .text("y"), .int(0), .bool(false), .int(0), .real(1e300), .text("NULL"), .text("null"), .blob([]),
            ]
            let verdict = try await scope.commit(
                lease, 0, 1, [full, empty, other].map { .put(scope.table.name, row: $0) })
            scope.expect(verdict == .committed, "the verdict is \(verdict)")
            for row in [full, empty, other] {
                let found = try await scope.store.load([.row(scope.table.key(of: row))], of: scope.first)
                scope.expect(found == [[row]], "\(row) comes back as \(found)")
            }
        },
        ProjectionStoreLaw("a put replaces the whole row and a delete removes it") { scope in
            let lease = try await scope.createAndAcquire()
            let name = scope.table.name
            _ = try await scope.commit(
                lease, 0, 1,
                [.put(name, row: scope.row("a", 1, amount: 1)), .put(name, row: scope.row("a", 2, amount: 2))])
            _ = try await scope.commit(
                lease, 1, 2,
                [
                    .put(name, row: scope.row("a", 1, amount: 9)), .delete(scope.key("a", 2)),
                    .delete(scope.key("nobody", 3)),
                ])
            let rows = try await scope.rows()
            scope.expect(rows == [scope.row("a", 1, amount: 9)], "the rows are \(rows)")
        },
        ProjectionStoreLaw("many requests are answered in their order, absent rows by nothing") { scope in
            let lease = try await scope.createAndAcquire()
            let numbers = Array(Int64(0)..<700)
            _ = try await scope.commit(
                lease, 0, 1, numbers.map { .put(scope.table.name, row: scope.row("a", $0, amount: $0 * 2)) })
            let wanted = numbers.reversed() + [-1, 700, 3, 3]
            let found = try await scope.store.load(wanted.map { .row(scope.key("a", $0)) }, of: scope.first)
            scope.expect(found.count == wanted.count, "\(found.count) answers for \(wanted.count) requests")
            for (number, rows) in zip(wanted, found) {
                let exists = number >= 0 && number < 700
                scope.expect(
                    rows == (exists ? [scope.row("a", number, amount: number * 2)] : []), "row \(number) is \(rows)")
            }
        },
        ProjectionStoreLaw("a range gives the rows between its bounds in the order of the key") { scope in
            let lease = try await scope.createAndAcquire()
            let owners = ["a", "B", "Z", "a\u{0301}", "ab", "á", "é"]
            var changes: [RowChange] = []
            for owner in owners {
                for number in [5, -3, 0] as [Int64] {
                    changes.append(.put(scope.table.name, row: scope.row(owner, number)))
                }
            }
            _ = try await scope.commit(lease, 0, 1, changes)
            let all = try await scope.rows()
            let sorted = owners.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            scope.expect(
                all == sorted.flatMap { owner in [-3, 0, 5].map { scope.row(owner, $0) } }, "the order is \(all)")
            let ranges: [(RowRange, [[RowValue]])] = [
                (RowRange(scope.table.name, prefix: [.text("á")]), [-3, 0, 5].map { scope.row("á", $0) }),
                (
                    RowRange(scope.table.name, prefix: [.text("a")], from: .int(-2), through: .int(5)),
                    [0, 5].map { scope.row("a", $0) }
                ),
                (RowRange(scope.table.name, prefix: [.text("a")], limit: 2), [-3, 0].map { scope.row("a", $0) }),
                (
                    RowRange(scope.table.name, prefix: [], through: .text("B"), limit: 2),
                    [-3, 0].map { scope.row("B", $0) }
                ),
                (RowRange(scope.table.name, prefix: [.text("nobody")]), []),
            ]
            for (range, rows) in ranges {
                let found = try await scope.store.load([.range(range)], of: scope.first)
                scope.expect(found == [rows], "\(range) gives \(found)")
            }
        },
        ProjectionStoreLaw("a row that does not fit its table is refused and nothing of the batch is written") {
            scope in
            let lease = try await scope.createAndAcquire()
            let good = scope.row("a", 1)
            var wide = scope.row("a", 2)
            wide.append(.null)
            var wrong = scope.row("a", 3)
            wrong[3] = .text("12")
            var keyless = scope.row("a", 4)
            keyless[0] = .null
            for bad in [wide, wrong, keyless] {
                do throws(ProjectionStoreError) {
                    let verdict = try await scope.commit(
                        lease, 0, 1, [.put(scope.table.name, row: good), .put(scope.table.name, row: bad)])
                    scope.expect(false, "the verdict is \(verdict)")
                } catch {
                    if case .rejected = error { continue }
                    scope.expect(false, "the error is \(error)")
                }
            }
            let rows = try await scope.rows()
            let record = try await scope.record(scope.first)
            scope.expect(rows.isEmpty && record?.checkpoint == scope.cursor(0), "something was written: \(rows)")
        },
    ]
}
