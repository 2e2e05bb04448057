import EventSourcing

extension EventStoreContract {
    static let logLaws: [EventStoreLaw] = [
        EventStoreLaw("the log is read in order, without gaps, whatever the size of the pages") { scope in
            let start = try await scope.store.head().position
            for index in 0..<20 {
                _ = try await scope.appended(scope.append(to: scope.newStream(), .none, ["\(index)", "x"]))
            }
            let head = try await scope.store.head().position
            for limit in [1, 3, 7, 1_000] {
                var events: [RecordedEvent] = []
                var after = start
                while after < head {
                    let page = try await scope.store.read(LogQuery(after: after, limit: limit))
                    scope.expect(page.events.count <= limit, "a page of \(page.events.count) for \(limit)")
                    guard page.scanned > after else { return scope.expect(false, "the scan stands still at \(after)") }
                    events += page.events
                    after = page.scanned
                }
                scope.complain(HistoryChecker.check(events, after: start))
                scope.expect(events.count { $0.tenant == scope.tenant } == 40, "pages of \(limit) lose events")
            }
        },
        EventStoreLaw("a filter lets through what it names, and the scan moves over the rest") { scope in
            let start = try await scope.store.head().position
            let (one, two) = (scope.newStream("law-one"), scope.newStream("law-two"))
            for index in 0..<6 {
                let event = NewEvent(name: index % 3 == 0 ? "law.rare.1" : "law.common.1", body: [])
                let stream = index % 2 == 0 ? one : two
                _ = try await scope.appended(scope.append([StreamAppend(to: stream, expected: .any, events: [event])]))
            }
            let filters: [(EventFilter, Int)] = [
                (EventFilter(tenant: scope.tenant), 6),
                (EventFilter(tenant: scope.tenant, categories: ["law-one"]), 3),
                (EventFilter(tenant: scope.tenant, categories: ["law-one", "law-two"]), 6),
                (EventFilter(tenant: scope.tenant, names: ["law.rare.1"]), 2),
                (EventFilter(tenant: scope.tenant, categories: ["law-two"], names: ["law.rare.1"]), 1),
                (EventFilter(tenant: scope.tenant, names: ["law.rare.1", "law.common.1"]), 6),
                (EventFilter(tenant: scope.tenant, stream: two), 3),
                (EventFilter(tenant: scope.tenant, categories: []), 0),
                (EventFilter(tenant: scope.tenant, names: ["law.unheard-of.1"]), 0),
                (EventFilter(tenant: "law-nobody"), 0),
            ]
            for (filter, count) in filters {
                for limit in [1, 1_000] {
                    let events = try await scope.filtered(filter, after: start, limit: limit)
                    scope.expect(events.count == count, "\(filter) lets \(events.count) through, not \(count)")
                    scope.expect(events.allSatisfy(filter.admits), "\(filter) lets others through")
                }
            }
        },
        EventStoreLaw("reading from the head gives nothing and stays there") { scope in
            _ = try await scope.appended(scope.append(to: scope.newStream()))
            let head = try await scope.store.head()
            let page = try await scope.store.read(
                LogQuery(after: head.position, filter: EventFilter(tenant: "law-nobody")))
            scope.expect(page.events.isEmpty && page.scanned >= head.position, "the page is \(page)")
            scope.expect(page.head.epoch == head.epoch, "the epoch changed")
        },
        EventStoreLaw("an acknowledged event is in the log at once, at the position that was told") { scope in
            for _ in 0..<10 {
                let outcome = try await scope.appended(scope.append(to: scope.newStream(), .none, ["1"]))
                guard let outcome else { return }
                let before = outcome.position.advanced(by: -1)
                let page = try await scope.store.read(LogQuery(after: before, limit: 1))
                scope.expect(
                    page.events.first?.position == outcome.position, "position \(outcome.position) is not there")
                scope.expect(page.head.position >= outcome.position, "the head is behind an acknowledgement")
            }
        },
    ]
}

extension LawScope where Store == any EventStore {
    func filtered(
        _ filter: EventFilter, after start: GlobalPosition, limit: Int
    ) async throws(EventStoreError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var after = start
        while true {
            let page = try await store.read(LogQuery(after: after, filter: filter, limit: limit))
            expect(page.events.count <= limit, "a page of \(page.events.count) for \(limit)")
            events += page.events
            if page.isAtHead { return events }
            guard page.scanned > after else {
                expect(false, "the scan stands still at \(after)")
                return events
            }
            after = page.scanned
        }
    }
}
