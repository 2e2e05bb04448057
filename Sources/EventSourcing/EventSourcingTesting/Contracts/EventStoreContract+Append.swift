import EventSourcing

extension EventStoreContract {
    static let appendLaws: [EventStoreLaw] = [
        EventStoreLaw("versions are 1, 2, 3 and positions follow one another") { scope in
            let stream = scope.newStream()
            let first = try await scope.appended(scope.append(to: stream, .none, ["1", "2"]))
            let second = try await scope.appended(scope.append(to: stream, .exact(2), ["3"]))
            scope.expect(
                first?.versions == [2] && first?.eventCount == 2, "the first append is \(String(describing: first))")
            scope.expect(second?.versions == [3], "the second append is \(String(describing: second))")
            let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
            scope.expect(page.events.map(\.version) == [1, 2, 3], "versions are \(page.events.map(\.version))")
            scope.expect(
                page.events.map(\.position) == (first?.positions ?? []) + (second?.positions ?? []),
                "positions are \(page.events.map(\.position))")
        },
        EventStoreLaw("an expected version admits what it says and nothing else") { scope in
            let cases: [(ExpectedVersion, count: Int, isAdmitted: Bool)] = [
                (.none, 0, true), (.none, 1, false), (.exists, 0, false), (.exists, 1, true), (.any, 0, true),
                (.any, 2, true), (.exact(0), 0, true), (.exact(0), 1, false), (.exact(1), 1, true),
                (.exact(1), 2, false), (.exact(2), 1, false), (.exact(-1), 0, false),
            ]
            for (expected, count, isAdmitted) in cases {
                let stream = scope.newStream()
                for _ in 0..<count { _ = try await scope.appended(scope.append(to: stream)) }
                let result = try await scope.result(scope.append(to: stream, expected))
                scope.expect((result.outcome != nil) == isAdmitted, "\(expected) at version \(count) gives \(result)")
            }
        },
        EventStoreLaw("an append to several streams is all or nothing") { scope in
            let (one, two, three) = (scope.newStream(), scope.newStream(), scope.newStream())
            _ = try await scope.appended(scope.append(to: two))
            let result = try await scope.result(
                scope.append([
                    StreamAppend(to: one, expected: .none, events: [scope.event("1")]),
                    StreamAppend(to: two, expected: .none, events: [scope.event("2")]),
                    StreamAppend(to: three, expected: .none, events: [scope.event("3")]),
                ]))
            guard case .conflict(let conflict) = result else { return scope.expect(false, "the result is \(result)") }
            scope.expect(conflict.stream == two && conflict.actual == 1, "the conflict is \(conflict)")
            for stream in [one, three] {
                let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
                scope.expect(page.events.isEmpty && page.version == .empty, "\(stream) has \(page.version) events")
            }
        },
        EventStoreLaw("an append to several streams gives each its versions and all one run of positions") { scope in
            let (one, two) = (scope.newStream("law-b"), scope.newStream("law-a"))
            let outcome = try await scope.appended(
                scope.append([
                    StreamAppend(to: one, expected: .none, events: [scope.event("1"), scope.event("2")]),
                    StreamAppend(to: two, expected: .none, events: [scope.event("3")]),
                ]))
            scope.expect(outcome?.versions == [2, 1], "versions are \(String(describing: outcome?.versions))")
            let positions = outcome?.positions ?? []
            let pages = try await [
                scope.store.read(StreamQuery(one, in: scope.tenant)),
                scope.store.read(StreamQuery(two, in: scope.tenant)),
            ]
            scope.expect(pages.flatMap { $0.events.map(\.position) } == positions, "positions are not in given order")
        },
        EventStoreLaw("a stream can be guarded without being written to") { scope in
            let (rule, written) = (scope.newStream(), scope.newStream())
            _ = try await scope.appended(scope.append(to: rule))
            func guarded(_ version: StreamVersion) -> Append {
                scope.append([
                    StreamAppend(to: rule, expected: .exact(version), events: []),
                    StreamAppend(to: written, expected: .any, events: [scope.event("1")]),
                ])
            }
            let held = try await scope.result(guarded(1))
            scope.expect(held.outcome?.versions == [1, 1], "a guard that holds gives \(held)")
            let broken = try await scope.result(guarded(0))
            guard case .conflict(let conflict) = broken else {
                return scope.expect(false, "a broken guard gives \(broken)")
            }
            scope.expect(conflict.stream == rule && conflict.isComplete, "the conflict is \(conflict)")
        },
        EventStoreLaw("a conflict brings the events that were missed, oldest first") { scope in
            let stream = scope.newStream()
            _ = try await scope.appended(scope.append(to: stream, .none, (1...5).map(String.init)))
            let result = try await scope.result(scope.append(to: stream, .exact(2)))
            guard case .conflict(let conflict) = result else { return scope.expect(false, "the result is \(result)") }
            scope.expect(conflict.expected == .exact(2) && conflict.actual == 5, "the conflict is \(conflict)")
            scope.expect(conflict.missed.map(\.version) == [3, 4, 5], "missed are \(conflict.missed.map(\.version))")
            scope.expect(conflict.missed.map(\.body) == ["3", "4", "5"].map { Array($0.utf8) }, "bodies differ")
        },
        EventStoreLaw("a conflict brings no more missed events than the limit") { scope in
            let stream = scope.newStream()
            let count = EventStoreLimits.missedEventsMax + 20
            _ = try await scope.appended(scope.append(to: stream, .none, (1...count).map(String.init)))
            let result = try await scope.result(scope.append(to: stream, .exact(3)))
            guard case .conflict(let conflict) = result else { return scope.expect(false, "the result is \(result)") }
            scope.expect(
                conflict.missed.count == EventStoreLimits.missedEventsMax, "\(conflict.missed.count) are missed")
            scope.expect(conflict.missed.first?.version == 4 && !conflict.isComplete, "the oldest do not come first")
        },
        EventStoreLaw("the loser of a batch holds back nobody") { scope in
            let (busy, other) = (scope.newStream(), scope.newStream())
            let batch = [
                scope.append(to: busy, .none, ["1"]), scope.append(to: busy, .none, ["lost"]),
                scope.append(to: busy, .exact(1), ["2"]), scope.append(to: other, .none, ["3"]),
            ]
            let results = try await scope.store.append(batch)
            scope.expect(results.count == 4, "\(results.count) results")
            scope.expect(results.map { $0.outcome != nil } == [true, false, true, true], "results are \(results)")
            let page = try await scope.store.read(StreamQuery(busy, in: scope.tenant))
            scope.expect(page.events.map(\.body) == ["1", "2"].map { Array($0.utf8) }, "a loser is stored")
            if case .conflict(let conflict) = results[1] {
                scope.expect(conflict.actual == 1, "the loser sees version \(conflict.actual)")
            }
        },
        EventStoreLaw("an empty batch is answered with nothing") { scope in
            let results = try await scope.store.append([])
            scope.expect(results.isEmpty, "\(results.count) results")
        },
        EventStoreLaw("what exceeds a limit is refused and nothing of it is stored") { scope in
            let stream = scope.newStream()
            let many = Array(repeating: "{}", count: EventStoreLimits.eventsPerAppendMax + 1)
            let large = String(repeating: " ", count: EventStoreLimits.bodyBytesMax + 1)
            let part = StreamAppend(to: stream, expected: .any, events: [scope.event("1")])
            for append in [
                scope.append(to: stream, .any, many), scope.append(to: stream, .any, [large]),
                scope.append([part, part]),
            ] {
                do throws(EventStoreError) {
                    _ = try await scope.store.append([append])
                    scope.expect(false, "an append of \(append.eventCount) events is accepted")
                } catch {
                    if case .invalid = error { continue }
                    scope.expect(false, "the error is \(error)")
                }
            }
            let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
            scope.expect(page.version == .empty, "the stream has version \(page.version)")
        },
        EventStoreLaw("an append as large as the limits is stored and read back") { scope in
            let stream = scope.newStream()
            let bodies = (0..<EventStoreLimits.eventsPerAppendMax).map(String.init)
            let outcome = try await scope.appended(scope.append(to: stream, .none, bodies))
            scope.expect(outcome?.eventCount == bodies.count, "\(String(describing: outcome?.eventCount)) events")
            let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant, limit: bodies.count))
            scope.expect(page.events.map(\.body) == bodies.map { Array($0.utf8) }, "\(page.events.count) are read back")
            let large = String(repeating: "x", count: EventStoreLimits.bodyBytesMax)
            _ = try await scope.appended(scope.append(to: stream, .any, [large]))
            let last = try await scope.store.read(
                StreamQuery(stream, in: scope.tenant, .backwards(before: nil), limit: 1))
            scope.expect(last.events.first?.body.count == large.utf8.count, "the large body is cut")
        },
    ]
}

extension LawScope where Store == any EventStore {
    /// Appends alone and gives the result.
    func result(_ append: Append) async throws(EventStoreError) -> AppendResult {
        let results = try await store.append([append])
        guard results.count == 1 else {
            expect(false, "\(results.count) results for one append")
            return .commandIDReused
        }
        return results[0]
    }

    /// Appends alone and complains unless it was stored.
    func appended(_ append: Append) async throws(EventStoreError) -> RecordedOutcome? {
        let result = try await result(append)
        if case .appended(let outcome) = result { return outcome }
        expect(false, "an append that must succeed gives \(result)")
        return nil
    }
}
