import EventSourcing

extension EventStoreContract {
    static let concurrencyLaws: [EventStoreLaw] = [
        EventStoreLaw("64 writers on 8 streams lose, repeat and reorder nothing, and a reader at the tail sees no gap")
        {
            scope in
            let start = try await scope.store.head().position
            let streams = (0..<8).map { _ in scope.newStream() }
            let history = History()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<64 {
                    group.addTask { try await scope.write(10, times: writer, to: streams, noting: history) }
                }
                group.addTask { try await scope.followTail(from: start, until: 640) }
                try await group.waitForAll()
            }
            scope.expect(history.acknowledged == 640, "\(history.acknowledged) of 640 appends are acknowledged")
            scope.complain(try await HistoryChecker.check(history, against: scope.store, after: start))
            for stream in streams {
                let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant, limit: 1_000))
                scope.expect(
                    page.events.map(\.version.number) == Array(1...page.version.number),
                    "\(stream) has gaps in versions")
            }
        },
        EventStoreLaw("one command sent sixteen times at once takes effect once") { scope in
            let append = scope.append(to: scope.newStream(), .any, ["1"], data: [7])
            let results = try await withThrowingTaskGroup(of: AppendResult.self) { group in
                for _ in 0..<16 { group.addTask { try await scope.result(append) } }
                return try await group.reduce(into: [AppendResult]()) { $0.append($1) }
            }
            let fresh = results.count { result in
                if case .appended = result { true } else { false }
            }
            scope.expect(fresh == 1, "\(fresh) of sixteen were appended")
            scope.expect(Set(results.map(\.outcome)).count == 1, "they were told different things: \(results)")
        },
        EventStoreLaw("of writers that expect the same version one wins") { scope in
            let stream = scope.newStream()
            let results = try await withThrowingTaskGroup(of: AppendResult.self) { group in
                for writer in 0..<16 {
                    let append = scope.append(to: stream, .exact(0), ["\(writer)"])
                    group.addTask { try await scope.result(append) }
                }
                return try await group.reduce(into: [AppendResult]()) { $0.append($1) }
            }
            scope.expect(results.count { $0.outcome != nil } == 1, "the results are \(results)")
            let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
            scope.expect(page.version == 1, "the stream has version \(page.version)")
        },
        EventStoreLaw("a started append is finished although its caller is cancelled") { scope in
            let append = scope.append(to: scope.newStream(), .none, ["1"])
            let result = try await withThrowingTaskGroup(of: AppendResult.self) { group in
                group.cancelAll()
                group.addTask { try await scope.result(append) }
                return try await group.next()
            }
            scope.expect(result?.outcome != nil, "the result is \(String(describing: result))")
        },
    ]
}

extension LawScope where Store == any EventStore {
    /// Appends so many times, each one event on the exact version last seen, trying again after a lost race.
    func write(
        _ count: Int, times writer: Int, to streams: [StreamName], noting history: History
    ) async throws(EventStoreError) {
        for index in 0..<count {
            let stream = streams[(writer + index) % streams.count]
            var version = try await store.read(StreamQuery(stream, in: tenant, .backwards(before: nil), limit: 1))
                .version
            while true {
                let append = append(to: stream, .exact(version), ["\(writer)/\(index)"])
                let result = try await result(append)
                history.note(append, result)
                guard case .conflict(let conflict) = result else { break }
                version = conflict.actual
            }
        }
    }

    /// Reads the tail until so many events of this law have come by; any gap or repeat is a violation.
    func followTail(from start: GlobalPosition, until count: Int) async throws {
        var (position, seen, idle) = (start, 0, 0)
        while seen < count, idle < 2_000_000 {
            let page = try await store.read(LogQuery(after: position, limit: 100))
            for event in page.events {
                expect(event.position == position.next, "the tail shows \(event.position) after \(position)")
                position = event.position
                if event.tenant == tenant { seen += 1 }
            }
            idle = page.events.isEmpty ? idle + 1 : 0
            if page.events.isEmpty { await Task.yield() }
        }
        expect(seen == count, "the tail showed \(seen) of \(count) events")
    }
}
