import EventSourcing

extension EventStoreContract {
    static let streamLaws: [EventStoreLaw] = [
        EventStoreLaw("a stream is read forwards from any version in pages") { scope in
            let stream = scope.newStream()
            _ = try await scope.appended(scope.append(to: stream, .none, (1...7).map(String.init)))
            for limit in 1...8 {
                var versions: [StreamVersion] = []
                var after = StreamVersion.empty
                var hasMore = true
                while hasMore, versions.count <= 7 {
                    let page = try await scope.store.read(
                        StreamQuery(stream, in: scope.tenant, .forwards(after: after), limit: limit))
                    scope.expect(page.version == 7 && page.events.count <= limit, "a page of \(page.events.count)")
                    versions += page.events.map(\.version)
                    (after, hasMore) = (versions.last ?? 7, page.hasMore)
                }
                scope.expect(versions == (1...7).map { StreamVersion($0) }, "pages of \(limit) give \(versions)")
            }
            let beyond = try await scope.store.read(StreamQuery(stream, in: scope.tenant, .forwards(after: 9)))
            scope.expect(beyond.events.isEmpty && !beyond.hasMore && beyond.version == 7, "beyond the end: \(beyond)")
        },
        EventStoreLaw("a stream is read backwards from any version in pages") { scope in
            let stream = scope.newStream()
            _ = try await scope.appended(scope.append(to: stream, .none, (1...7).map(String.init)))
            for limit in 1...8 {
                var versions: [StreamVersion] = []
                var before: StreamVersion?
                var hasMore = true
                while hasMore, versions.count <= 7 {
                    let page = try await scope.store.read(
                        StreamQuery(stream, in: scope.tenant, .backwards(before: before), limit: limit))
                    versions += page.events.map(\.version)
                    (before, hasMore) = (versions.last, page.hasMore)
                }
                scope.expect(versions == (1...7).reversed().map { StreamVersion($0) }, "pages of \(limit): \(versions)")
            }
            let none = try await scope.store.read(StreamQuery(stream, in: scope.tenant, .backwards(before: 1)))
            scope.expect(none.events.isEmpty && !none.hasMore, "before the first: \(none.events.count)")
        },
        EventStoreLaw("a stream that nobody wrote is absent, not an error") { scope in
            let page = try await scope.store.read(StreamQuery(scope.newStream(), in: scope.tenant))
            scope.expect(
                page == StreamPage(events: [], version: .empty, state: .absent, hasMore: false), "the page is \(page)")
        },
        EventStoreLaw("streams of one name in two tenants do not meet") { scope in
            let stream = scope.newStream()
            let other = TenantID(validated: "\(scope.tenant)-other")
            _ = try await scope.appended(scope.append(to: stream, .none, ["mine"]))
            _ = try await scope.appended(scope.append(to: stream, .none, ["theirs", "too"], tenant: other))
            let mine = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
            let theirs = try await scope.store.read(StreamQuery(stream, in: other))
            scope.expect(mine.version == 1 && theirs.version == 2, "versions \(mine.version) and \(theirs.version)")
            scope.expect(mine.events.allSatisfy { $0.tenant == scope.tenant }, "an event of another tenant is read")
        },
        EventStoreLaw("a closed stream can be neither read nor written, and the log keeps its events") { scope in
            let stream = scope.newStream()
            let start = try await scope.store.head().position
            _ = try await scope.appended(scope.append(to: stream, .none, ["1"]))
            let closing = scope.append(to: stream, .exact(1), ["2"], closes: true)
            let outcome = try await scope.appended(closing)
            let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
            scope.expect(page == StreamPage(events: [], version: 2, state: .closed, hasMore: false), "page is \(page)")
            for expected in [ExpectedVersion.any, .exact(2), .exists, .none] {
                let result = try await scope.result(scope.append(to: stream, expected))
                scope.expect(result == .streamClosed(stream), "\(expected) gives \(result)")
            }
            let again = try await scope.result(closing)
            scope.expect(again.outcome == outcome, "closing again gives \(again)")
            let log = try await HistoryChecker.wholeLog(
                of: scope.store, after: start, filter: EventFilter(tenant: scope.tenant))
            scope.expect(log.filter { $0.stream == stream }.map(\.version) == [1, 2], "the log lost the events")
        },
        EventStoreLaw("an append behind a closing one in the same batch finds the stream closed") { scope in
            let stream = scope.newStream()
            let results = try await scope.store.append([
                scope.append(to: stream, .none, ["1"], closes: true), scope.append(to: stream, .any, ["2"]),
            ])
            scope.expect(results.last == .streamClosed(stream), "the results are \(results)")
        },
    ]
}
