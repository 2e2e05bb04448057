import CPostgres
import Database
import Lifecycle
import Networking
import Rows

/// One pipelined connection on an event loop: sends without waiting and gives answers to those who asked, in order.
///
///     queries of a tick ─► parse? execute … sync ─► one write
///     socket readable  ─► answers in the same order ─► a group is over at its sync
// Safe because everything is touched on the loop's thread only.
final class PostgresConnection: FileHandler, @unchecked Sendable {
    let slot: Int
    let handle: PostgresHandle
    let settings: PostgresSettings
    let loop: EventLoop
    unowned let pool: PostgresPool
    private var file: FileRegistration?
    private var isWatchingWrites = false
    var expectations = Fifo<SyncGroup.Expectation>()
    var groups = Fifo<SyncGroup>()
    var prepared: PreparedStatements
    var parameters = PostgresParameters()
    private var rows = PostgresRows()
    private var headHasAnswer = false
    /// The parse that failed last, whose error belongs to the query sent right after it.
    private var failedParse: (ordinal: Int, error: DatabaseError)?
    private(set) var isLost = false

    init(slot: Int, _ handle: PostgresHandle, _ pool: PostgresPool) throws(DatabaseError) {
        (self.slot, self.handle, self.pool) = (slot, handle, pool)
        (settings, loop) = (pool.settings, pool.loop)
        prepared = PreparedStatements(limit: settings.limits.preparedMax)
        guard PQsetnonblocking(handle.raw, 1) == 0, PQenterPipelineMode(handle.raw) == 1 else {
            throw .refused(.unavailable, "connect", handle.message)
        }
        do {
            file = try loop.watch(handle.descriptor, for: .readable, handler: self)
        } catch {
            throw .refused(.unavailable, "connect", "\(error)")
        }
    }

    var isIdle: Bool { groups.isEmpty }

    /// When the oldest group without an answer was sent.
    var oldestSent: MonotonicTime? { groups.first?.sentAt }

    func ready(_ events: FileEvents) {
        guard !isLost else { return }
        if PQconsumeInput(handle.raw) == 0 { return lose(handle.message) }
        readAnswers()
        guard !isLost else { return }
        if PQstatus(handle.raw) == CONNECTION_BAD { return lose(handle.message) }
        flush()
    }

    /// Writes what libpq has buffered; watches for room when the socket is full.
    func flush() {
        let state = PQflush(handle.raw)
        guard state >= 0 else { return lose(handle.message) }
        guard (state == 1) != isWatchingWrites, let file else { return }
        isWatchingWrites = state == 1
        try? loop.change(file, to: isWatchingWrites ? [.readable, .writable] : .readable)
    }

    /// Gives up: those who read are sent elsewhere, those who wrote learn that nobody knows.
    func lose(_ reason: String) {
        guard !isLost else { return }
        close()
        pool.lost(self, reason)
    }

    func close() {
        isLost = true
        if let file { loop.remove(file) }
        file = nil
    }

    private func readAnswers() {
        while let head = expectations.first, PQisBusy(handle.raw) == 0 {
            guard let result = PQgetResult(handle.raw) else {
                guard headHasAnswer else { return }
                headHasAnswer = false
                // An error that comes at the commit stands before the sync's own answer and is not instead of it.
                if case .sync = head { continue }
                expectations.removeFirst()
                continue
            }
            defer { PQclear(result) }
            headHasAnswer = true
            take(result, for: head)
            if isLost { return }
        }
    }

    private func take(_ result: OpaquePointer, for head: SyncGroup.Expectation) {
        guard let group = groups.first else { return lose("an answer that nobody asked for") }
        let status = PQresultStatus(result)
        if case .sync = head {
            if status == PGRES_PIPELINE_SYNC {
                headHasAnswer = false
                expectations.removeFirst()
                groups.removeFirst()
                failedParse = nil
                pool.ended(group, on: self)
            } else {
                noteFailureAtSync(result, group)
            }
            return
        }
        switch head {
        case .control: if status == PGRES_FATAL_ERROR { fail(group, PostgresErrors.error(of: result, during: "begin")) }
        case .parse(let ordinal): takeParse(result, status, ordinal, group)
        case .read(let read): takeRead(result, status, read, group)
        case .step(let index): takeStep(result, status, index, group)
        case .sync: break
        }
    }

    /// An error in place of a commit: a fatal one leaves open whether the commit came first.
    private func noteFailureAtSync(_ result: OpaquePointer, _ group: SyncGroup) {
        let error = PostgresErrors.error(of: result, during: group.write?.name ?? "sync")
        if group.failure == nil, PostgresErrors.isFatal(result) {
            fail(group, PostgresErrors.lost(error.statement, error.message, wasWrite: group.write != nil))
        } else {
            fail(group, error)
        }
    }

    private func takeParse(
        _ result: OpaquePointer, _ status: ExecStatusType, _ ordinal: Int, _ group: SyncGroup
    ) {
        guard status != PGRES_COMMAND_OK else { return }
        prepared.forget(ordinal)
        guard status == PGRES_FATAL_ERROR else { return }
        let error = PostgresErrors.error(of: result, during: "prepare")
        failedParse = (ordinal, error)
        fail(group, error)
    }

    private func takeRead(
        _ result: OpaquePointer, _ status: ExecStatusType, _ read: SyncGroup.Read, _ group: SyncGroup
    ) {
        let statement = read.batch.queries[read.index].statement
        switch status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
            do throws(DatabaseError) {
                read.batch.answer(read.index, .success(try rows.read(result, statement, settings.limits)))
            } catch {
                read.batch.answer(read.index, .failure(error))
            }
        case PGRES_PIPELINE_ABORTED:
            if let failedParse, failedParse.ordinal == statement.ordinal {
                let error = failedParse.error
                self.failedParse = nil
                read.batch.answer(read.index, .failure(error.renamed(statement.name)))
            } else {
                group.again.append(read)
            }
        case _:
            let error = PostgresErrors.error(of: result, during: statement.name)
            fail(group, error)
            if PostgresErrors.asksToPrepareAgain(error), read.tries < SyncGroup.triesMax {
                prepared.forget(statement.ordinal)
                group.again.append(read)
            } else {
                read.batch.answer(read.index, .failure(error))
            }
        }
    }

    private func takeStep(_ result: OpaquePointer, _ status: ExecStatusType, _ index: Int, _ group: SyncGroup) {
        guard let write = group.write, index < write.steps.count else { return }
        let step = write.steps[index]
        switch status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
            guard group.failure == nil else { return }
            do throws(DatabaseError) {
                write.results.append(try PostgresSteps.result(result, step, settings.limits, &rows))
            } catch {
                // Too late to roll back: the server commits at the sync whatever we make of its answer.
                write.results.append(WriteResult(rows: RowBatch(columnCount: 0), changed: 0))
                group.failure = error
            }
        case PGRES_PIPELINE_ABORTED:
            fail(group, failedParse?.error.renamed(step.query.statement.name))
        case _:
            var error = PostgresErrors.error(of: result, during: step.query.statement.name)
            if step.condition == .changesRows, error.code == "22012" {
                error = .refused(.conflict, step.query.statement.name, "no row met its condition")
            }
            if PostgresErrors.asksToPrepareAgain(error) {
                for step in write.steps { prepared.forget(pool.guarded(step).ordinal) }
                group.mustPrepareAgain = true
            }
            fail(group, error)
        }
    }

    private func fail(_ group: SyncGroup, _ error: DatabaseError?) {
        if group.failure == nil { group.failure = error }
    }
}

extension DatabaseError {
    /// The same error, as met by another statement.
    func renamed(_ statement: String) -> DatabaseError {
        DatabaseError(kind, code: code, statement: statement, key: key, message: message)
    }
}
