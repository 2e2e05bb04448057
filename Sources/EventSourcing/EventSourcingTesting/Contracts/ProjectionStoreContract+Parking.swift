import EventSourcing

extension ProjectionStoreContract {
    static let parkingLaws: [ProjectionStoreLaw] = [
        ProjectionStoreLaw("parked events are kept with the batch, listed in order and counted") { scope in
            let lease = try await scope.createAndAcquire()
            let events = [5, 3, 9].map { scope.parked("k\($0)", $0) }
            let verdict = try await scope.commit(lease, 0, 9, parked: events)
            scope.expect(verdict == .committed, "the verdict is \(verdict)")
            let listed = try await scope.store.parked(scope.first, after: .start, limit: 10)
            scope.expect(listed == [3, 5, 9].map { scope.parked("k\($0)", $0) }, "listed are \(listed)")
            let page = try await scope.store.parked(scope.first, after: 3, limit: 1)
            scope.expect(page.map(\.position) == [5], "the page is \(page)")
            let count = try await scope.record(scope.first)?.parkedCount
            scope.expect(count == 3, "the count is \(String(describing: count))")
        },
        ProjectionStoreLaw("a batch that is not written parks nothing") { scope in
            let lease = try await scope.createAndAcquire()
            let verdict = try await scope.commit(lease, 4, 5, parked: [scope.parked("k", 5)])
            let listed = try await scope.store.parked(scope.first, after: .start, limit: 10)
            scope.expect(verdict != .committed && listed.isEmpty, "listed are \(listed)")
        },
        ProjectionStoreLaw("an operator's verdict stands with the events of its key until they are settled") { scope in
            let lease = try await scope.createAndAcquire()
            _ = try await scope.commit(
                lease, 0, 9, parked: [scope.parked("a", 3), scope.parked("b", 4), scope.parked("a", 6)])
            let judged = try await scope.store.judge(scope.first, key: "a", verdict: .retry)
            scope.expect(judged == 2, "\(judged) are judged")
            let listed = try await scope.store.parked(scope.first, after: .start, limit: 10)
            scope.expect(listed.map(\.verdict) == [.retry, .wait, .retry], "verdicts are \(listed.map(\.verdict))")
            let again = ParkedEvent(key: "a", position: 6, name: "law.noted.1", attempts: 2, reason: "still")
            let verdict = try await scope.commit(
                lease, 9, 9, [.put(scope.table.name, row: scope.row("a", 3))], parked: [again], settled: [3])
            scope.expect(verdict == .committed, "the verdict is \(verdict)")
            let left = try await scope.store.parked(scope.first, after: .start, limit: 10)
            scope.expect(left == [scope.parked("b", 4), again], "left are \(left)")
            let all = try await scope.store.judge(scope.first, key: nil, verdict: .skip)
            scope.expect(all == 2, "\(all) are judged")
        },
    ]
}

extension LawScope where Store == any ProjectionStore {
    fileprivate func parked(_ key: String, _ position: Int64) -> ParkedEvent {
        ParkedEvent(
            key: key, position: GlobalPosition(position), name: "law.noted.1", attempts: 1,
            reason: "column 'x' is “bad”\n")
    }
}
