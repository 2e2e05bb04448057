import EventSourcing
import Prelude
import Rows

/// Reads streams and the log from either engine.
package struct LogReader: Sendable {
    /// Limit: positions that one filtered page looks through.
    static let windowMax: Int64 = 20_000
    /// Limit: events that a read may bring while it still counts as a point read.
    private static let pointEventsMax = 64

    private let database: any Database
    package let names: NameCache

    package init(_ database: any Database, _ names: NameCache = NameCache()) {
        (self.database, self.names) = (database, names)
    }

    package func head() async throws(EventStoreError) -> LogHead {
        try head(in: try await rows(Query(EventStatements.head)))
    }

    package func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        guard let tenant = try await numbers(of: [tenant.text])[tenant.text] else { return nil }
        let rows = try await rows(Query(EventStatements.outcome, [.blob(command.bytes), .int(tenant)]))
        return rows.rowCount == 0 ? nil : try StoredOutcome.read(rows, row: 0, column: 0)
    }

    package func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage {
        var query = query
        while true {
            if let page = try await page(query) { return page }
            query = query.halved
        }
    }

    /// Pages are bounded by bytes too: one of large events has fewer of them.
    package func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage {
        var query = query
        while true {
            if let page = try await page(query) { return page }
            query = query.halved
        }
    }

    /// Whether the answer would have been larger than may be held at once, and half of it may fit.
    private static func isTooLarge(_ result: QueryResult, of statement: Statement, limit: Int) -> Bool {
        guard case .failure(let error) = result, limit > 1 else { return false }
        // Why the name: a pool that refuses more work does not do so in the name of a statement.
        return error.kind == .overloaded && error.statement == statement.name
    }

    /// Nil for a page that is too large.
    private func page(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage? {
        let absent = StreamPage(events: [], version: .empty, state: .absent, hasMore: false)
        guard let tenant = try await numbers(of: [query.tenant.text])[query.tenant.text] else { return absent }
        let reach: Statement.Reach = query.limit <= Self.pointEventsMax ? .point : .scan
        let (statement, from) =
            switch query.direction {
            case .forwards(let version): (EventStatements.forwards(reach), version.number)
            case .backwards(let version): (EventStatements.backwards(reach), version?.number ?? .max)
            }
        let asked = Query(statement, [.text(query.stream.text), .int(tenant), .int(from), .int(Int64(query.limit))])
        let results = await database.read([asked], in: .any)
        guard let result = results.first else { throw .corrupt(position: nil, reason: "a page without an answer") }
        if Self.isTooLarge(result, of: statement, limit: query.limit) { return nil }
        let rows = try Self.get(result)
        guard rows.rowCount > 0 else { return absent }
        let version = StreamVersion(rows.cell(row: 0, column: 1).int)
        if rows.cell(row: 0, column: 2).bool {
            return StreamPage(events: [], version: version, state: .closed, hasMore: false)
        }
        let events = try await events(in: rows, first: 3)
        let hasMore =
            switch query.direction {
            case .forwards: events.last.map { $0.version < version } ?? false
            case .backwards: events.last.map { $0.version.number > 1 } ?? false
            }
        return StreamPage(
            events: events, version: version, state: version == .empty ? .absent : .open, hasMore: hasMore)
    }

    /// The head is read first and in the same snapshot: a page never says that more was looked through than it saw.
    private func page(_ query: LogQuery) async throws(EventStoreError) -> LogPage? {
        let (page, bound) = try await pageQuery(query)
        let results = await database.read([Query(EventStatements.head), page], in: .snapshot)
        guard results.count == 2 else { throw .corrupt(position: nil, reason: "a page without two answers") }
        if Self.isTooLarge(results[1], of: page.statement, limit: query.limit) { return nil }
        let head = try head(in: try Self.get(results[0]))
        guard query.after >= head.expired else { throw .positionExpired(oldest: head.expired) }
        var events = try await events(in: try Self.get(results[1]), first: 0)
        // Why cut: what lies behind the bound may miss its neighbours, and the next page begins at the bound.
        while let last = events.last, last.position > bound { events.removeLast() }
        let scanned: GlobalPosition =
            if let last = events.last, events.count >= query.limit { last.position } else {
                max(query.after, min(bound, head.position))
            }
        return LogPage(events: events, scanned: scanned, head: head)
    }

    /// The question, and the last position up to which its answer is complete.
    private func pageQuery(_ query: LogQuery) async throws(EventStoreError) -> (Query, bound: GlobalPosition) {
        let (after, limit) = (SQLValue.int(query.after.number), SQLValue.int(Int64(query.limit)))
        let filter = query.filter
        if filter == .everything { return (Query(EventStatements.page, [after, limit]), GlobalPosition(.max)) }
        let window = query.after.number.addingReportingOverflow(Self.windowMax)
        let end = window.overflow ? Int64.max : window.partialValue
        let tenants = filter.tenant.map { [$0.text] } ?? []
        let categories = (filter.categories ?? []).map(\.text)
        let kinds = (filter.names ?? []).map(\.text)
        let texts = Set(tenants + categories + kinds)
        // Why the head first: a name that has no number yet may get one, and an event, before the page is read.
        let isSettled = filter.stream == nil && names.numbers(of: texts).count == texts.count
        let known = isSettled ? GlobalPosition(.max) : try await self.head().position
        let numbers = try await numbers(of: texts)
        let streams = try await filter.stream.asyncMap(streamNumbers) ?? []
        func list(_ texts: [String]) -> SQLValue { .array(texts.compactMap { numbers[$0] }.map { .int($0) }) }
        let parameters: [SQLValue] = [
            after, .int(end), .bool(filter.tenant == nil), list(tenants), .bool(filter.categories == nil),
            list(categories), .bool(filter.names == nil), list(kinds), .bool(filter.stream == nil),
            .array(streams.map { .int($0) }), limit,
        ]
        return (Query(EventStatements.filteredPage, parameters), min(known, GlobalPosition(end)))
    }

    private func streamNumbers(_ stream: StreamName) async throws(EventStoreError) -> [Int64] {
        let rows = try await rows(Query(EventStatements.streamsByName, [.text(stream.text)]))
        return (0..<rows.rowCount).map { rows.cell(row: $0, column: 0).int }
    }

    /// The numbers of these texts; those that stand for nothing yet are left out.
    package func numbers(of texts: Set<String>) async throws(EventStoreError) -> [String: Int64] {
        let known = names.numbers(of: texts)
        if known.count == texts.count { return known }
        let missing = texts.filter { known[$0] == nil }
        let rows = try await rows(Query(EventStatements.symbolsByText, [.array(missing.map { .text($0) })]))
        var found = known
        for (number, text) in names.learn(symbols: rows) { found[text] = number }
        return found
    }

    /// The numbers of these texts, giving numbers to those that have none.
    ///
    /// A write, although most often nothing is written: a caller that goes away does not stop an append it has begun.
    package func ensureNumbers(of texts: Set<String>) async throws(EventStoreError) -> [String: Int64] {
        let known = names.numbers(of: texts)
        if known.count == texts.count { return known }
        let missing = texts.filter { known[$0] == nil }.sorted().map { SQLValue.text($0) }
        let steps = missing.map { WriteStep(EventStatements.addSymbol, [$0]) }
        // Why not from the cache: it may have begun anew meanwhile.
        var all = known
        do throws(DatabaseError) {
            let look = WriteStep(EventStatements.symbolsByText, [.array(missing)])
            let results = try await database.write(Transaction(steps + [look]))
            if let rows = results.last?.rows { for (number, text) in names.learn(symbols: rows) { all[text] = number } }
        } catch {
            throw EventStoreError(error, wasWrite: false)
        }
        guard all.count == texts.count else { throw .corrupt(position: nil, reason: "a symbol was not stored") }
        return all
    }

    private func events(in rows: RowBatch, first: Int) async throws(EventStoreError) -> [RecordedEvent] {
        let wanted = EventRows.numbers(in: rows, first: first)
        var streams = names.streams(wanted.streams)
        if streams.count < wanted.streams.count {
            let missing = wanted.streams.filter { streams[$0] == nil }.map { SQLValue.int($0) }
            let found = names.learn(
                streams: try await self.rows(Query(EventStatements.streamsByID, [.array(missing)])))
            streams.merge(found) { old, _ in old }
        }
        var texts = names.texts(wanted.symbols)
        if texts.count < wanted.symbols.count {
            let missing = wanted.symbols.filter { texts[$0] == nil }.map { SQLValue.int($0) }
            let found = names.learn(
                symbols: try await self.rows(Query(EventStatements.symbolsByID, [.array(missing)])))
            texts.merge(found) { old, _ in old }
        }
        return try EventRows(first: first, streams: streams, texts: texts).events(in: rows)
    }

    private func head(in rows: RowBatch) throws(EventStoreError) -> LogHead {
        guard rows.rowCount == 1, let epoch = UInt32(exactly: rows.cell(row: 0, column: 0).int) else {
            throw .corrupt(position: nil, reason: "the log has no state")
        }
        let expired = rows.cell(row: 0, column: 1).int
        return LogHead(
            epoch: LogEpoch(epoch), position: GlobalPosition(max(expired, rows.cell(row: 0, column: 2).int)),
            expired: GlobalPosition(expired))
    }

    private func rows(_ query: Query) async throws(EventStoreError) -> RowBatch {
        do throws(DatabaseError) {
            return try await database.rows(query.statement, query.parameters)
        } catch {
            throw EventStoreError(error, wasWrite: false)
        }
    }

    private static func get(_ result: QueryResult) throws(EventStoreError) -> RowBatch {
        switch result {
        case .success(let rows): return rows
        case .failure(let error): throw EventStoreError(error, wasWrite: false)
        }
    }
}

extension Optional {
    /// `map` for a function that waits.
    fileprivate func asyncMap<Result>(
        _ body: (Wrapped) async throws(EventStoreError) -> Result
    ) async throws(EventStoreError) -> Result? {
        if let self { try await body(self) } else { nil }
    }
}

extension EventStoreError {
    /// What a failure of the database means for the caller of a store.
    package init(_ error: DatabaseError, wasWrite: Bool) {
        switch error.kind {
        case .outcomeUnknown: self = wasWrite ? .outcomeUnknown(underlying: error) : .unavailable(underlying: error)
        case .overloaded: self = .overloaded
        case .rejected: self = .invalid(reason: error.description)
        case .timeout, .retry, .conflict, .unavailable, .cancelled, .storage, .bug:
            self = .unavailable(underlying: error)
        }
    }
}
