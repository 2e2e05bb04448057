import EventSourcing

extension EventStoreContract {
    static let idempotencyLaws: [EventStoreLaw] = [
        EventStoreLaw("a repeated command changes nothing and is told what it was told first") { scope in
            let stream = scope.newStream()
            let append = scope.append(to: stream, .none, ["1", "2"], data: Array("told".utf8))
            let first = try await scope.appended(append)
            _ = try await scope.appended(scope.append(to: stream))
            let again = try await scope.result(append)
            guard let first else { return }
            scope.expect(again == .duplicate(first), "the repeated command gives \(again)")
            scope.expect(first.data == Array("told".utf8), "the data is \(first.data)")
            let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
            scope.expect(page.version == 3, "the stream has version \(page.version)")
        },
        EventStoreLaw("a command repeated within one batch takes effect once") { scope in
            let append = scope.append(to: scope.newStream(), .none, ["1"])
            let results = try await scope.store.append([append, append])
            guard case .appended(let outcome) = results.first else {
                return scope.expect(false, "the results are \(results)")
            }
            scope.expect(
                results.last == .duplicate(outcome), "the second result is \(String(describing: results.last))")
        },
        EventStoreLaw("a command id with another request is refused") { scope in
            let stream = scope.newStream()
            let append = scope.append(to: stream, .none, ["1"])
            _ = try await scope.appended(append)
            let result = try await scope.result(scope.append(to: stream, .any, ["2"], command: append.command))
            scope.expect(result == .commandIDReused, "the result is \(result)")
            let page = try await scope.store.read(StreamQuery(stream, in: scope.tenant))
            scope.expect(page.version == 1, "the stream has version \(page.version)")
        },
        EventStoreLaw("a command id belongs to its tenant") { scope in
            let append = scope.append(to: scope.newStream(), .none, ["1"])
            let other = TenantID(validated: "\(scope.tenant)-other")
            _ = try await scope.appended(append)
            _ = try await scope.appended(
                scope.append(to: scope.newStream(), .none, ["2"], command: append.command, tenant: other))
        },
        EventStoreLaw("a loser's command id is free again") { scope in
            let stream = scope.newStream()
            let append = scope.append(to: stream, .exists, ["1"])
            let lost = try await scope.result(append)
            scope.expect(lost.outcome == nil, "the first try gives \(lost)")
            scope.expect(
                try await scope.store.outcome(of: append.command, in: scope.tenant) == nil, "a loser has an outcome")
            _ = try await scope.appended(scope.append(to: stream))
            _ = try await scope.appended(append)
        },
        EventStoreLaw("the outcome of a command can be looked up") { scope in
            let append = scope.append(to: scope.newStream(), .none, ["1", "2", "3"], data: [0, 1, 255])
            let outcome = try await scope.appended(append)
            let found = try await scope.store.outcome(of: append.command, in: scope.tenant)
            scope.expect(found == outcome, "found is \(String(describing: found))")
            let unknown = try await scope.store.outcome(of: scope.newCommand(), in: scope.tenant)
            scope.expect(unknown == nil, "an unknown command has an outcome")
        },
        EventStoreLaw("a command without events is remembered as well") { scope in
            let append = scope.append([], data: Array("nothing to do".utf8))
            let outcome = try await scope.appended(append)
            scope.expect(outcome?.eventCount == 0 && outcome?.positions == [], "the outcome has events")
            let head = try await scope.store.head()
            scope.expect((outcome?.position ?? .start) <= head.position, "the outcome is beyond the head")
            guard let outcome else { return }
            let again = try await scope.result(append)
            scope.expect(again == .duplicate(outcome), "the repeated command gives \(again)")
        },
    ]
}
