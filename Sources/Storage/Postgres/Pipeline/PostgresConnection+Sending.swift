import CPostgres
import Database
import Lifecycle
import Networking

extension PostgresConnection {
    /// Sends reads of any callers, which share one sync.
    func send(_ reads: [SyncGroup.Read]) {
        let group = SyncGroup(load: reads.count, sentAt: loop.now)
        groups.append(group)
        for read in reads {
            send(read.batch.queries[read.index], expecting: .read(read))
            if isLost { return }
        }
        sync()
    }

    /// Sends one caller's reads in a transaction of their own: one snapshot, or one tenant's view.
    func send(scoped batch: ReadBatch, load: Int) {
        let group = SyncGroup(scoped: batch, load: load, sentAt: loop.now)
        groups.append(group)
        if batch.scope.isSnapshot { send(PostgresPrelude.snapshot, expecting: .control) }
        if let tenant = batch.scope.tenant { send(PostgresPrelude.tenant(tenant), expecting: .control) }
        for index in batch.queries.indices where !batch.hasAnswer(index) {
            let read = SyncGroup.Read(batch: batch, index: index, tries: batch.rounds)
            send(batch.queries[index], expecting: .read(read))
            if isLost { return }
        }
        sync()
    }

    /// Sends a whole transaction; its sync is its commit.
    func send(_ write: WriteJob) {
        let group = SyncGroup(write: write, load: 1, sentAt: loop.now)
        groups.append(group)
        if settings.isPooled { send(PostgresPrelude.timeouts(settings), expecting: .control) }
        if let tenant = write.tenant { send(PostgresPrelude.tenant(tenant), expecting: .control) }
        for (index, step) in write.steps.enumerated() {
            send(Query(pool.guarded(step), step.query.parameters), expecting: .step(index))
            if isLost { return }
        }
        sync()
    }

    /// An empty transaction: its answer shows that the server is there.
    func sendCheck(load: Int = 0) {
        groups.append(SyncGroup(load: load, sentAt: loop.now))
        sync()
    }

    private func sync() {
        guard !isLost else { return }
        // In libpq 15 this writes to the socket as well, which is why a tick has one of them.
        guard PQpipelineSync(handle.raw) == 1 else { return lose(handle.message) }
        expectations.append(.sync)
        flush()
    }

    private func send(_ query: Query, expecting: SyncGroup.Expectation) {
        let statement = query.statement
        parameters.encode(query.parameters, as: statement.parameters)
        let sent: Int32
        if settings.isPooled {
            let types = statement.parameters.map(PostgresType.of)
            sent = parameters.withPointers { count, values, lengths, formats in
                PQsendQueryParams(handle.raw, statement.sql, count, types, values, lengths, formats, 1)
            }
        } else {
            let (name, need) = prepared.use(statement.ordinal)
            guard prepare(statement, as: name, need) else { return }
            sent = parameters.withPointers { count, values, lengths, formats in
                PQsendQueryPrepared(handle.raw, name, count, values, lengths, formats, 1)
            }
        }
        guard sent == 1 else { return lose(handle.message) }
        expectations.append(expecting)
    }

    private func prepare(_ statement: Statement, as name: String, _ need: PreparedStatements.Need) -> Bool {
        guard case .prepare(let evicted) = need else { return true }
        if let evicted {
            guard PQsendQueryParams(handle.raw, "DEALLOCATE \(evicted)", 0, nil, nil, nil, nil, 1) == 1 else {
                lose(handle.message)
                return false
            }
            expectations.append(.control)
        }
        let types = statement.parameters.map(PostgresType.of)
        guard PQsendPrepare(handle.raw, name, statement.sql, Int32(truncatingIfNeeded: types.count), types) == 1 else {
            lose(handle.message)
            return false
        }
        expectations.append(.parse(ordinal: statement.ordinal))
        return true
    }
}

/// What precedes the statements of a transaction that is not like the others. All of it ends with the transaction.
enum PostgresPrelude {
    private static let isolation = Statement(
        "snapshot", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    private static let setTenant = Statement(
        "tenant", "SELECT set_config('app.tenant', $1, true)", parameters: [.text], columns: [.text])
    private static let setTimeouts = Statement(
        "timeouts", "SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true)",
        parameters: [.text, .text], columns: [.text, .text])

    static let snapshot = Query(isolation)

    /// Row-level security policies compare with `current_setting('app.tenant')`.
    static func tenant(_ tenant: String) -> Query { Query(setTenant, [.text(tenant)]) }

    static func timeouts(_ settings: PostgresSettings) -> Query {
        let limits = settings.limits
        return Query(
            setTimeouts,
            [
                .text("\(settings.milliseconds(limits.writeTimeout))"),
                .text("\(settings.milliseconds(limits.lockTimeout))"),
            ])
    }
}
