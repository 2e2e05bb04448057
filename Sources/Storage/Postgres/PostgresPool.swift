import Database
import Lifecycle
import Networking
import Prelude

/// The connections of one event loop: some for pipelined point reads, some for writes and long reads.
///
/// Why two kinds: a pipeline answers in order, so a write that waits for a lock would hold up every read behind it.
// Safe because everything but the initialiser is called on the loop's thread.
final class PostgresPool: EndOfTickTarget, TimerTarget, @unchecked Sendable {
    let settings: PostgresSettings
    let loop: EventLoop
    private var machine: PoolMachine
    private var connections: [PostgresConnection?]
    private var reads = Fifo<SyncGroup.Read>()
    private var scoped = Fifo<ReadBatch>()
    private var scans = Fifo<ReadBatch>()
    private var writes = Fifo<WriteJob>()
    private var guardedStatements: [Int: Statement] = [:]
    private var willSend = false
    private var isStopped = false
    private var lastFailure: DatabaseError?
    private var random: UInt64

    /// Limit: reads that share one sync, so that one failing read costs few others another try.
    private static let readsPerSync = 128
    /// How often retries, checks and timeouts are looked at.
    private static let beat = Duration.milliseconds(50)

    init(_ settings: PostgresSettings, _ loop: EventLoop) {
        (self.settings, self.loop) = (settings, loop)
        let count = max(1, settings.readConnections) + max(1, settings.workConnections)
        machine = PoolMachine(PoolMachine.Settings(size: count))
        connections = Array(repeating: nil, count: count)
        random = UInt64(UInt(bitPattern: ObjectIdentifier(loop).hashValue)) | 1
    }

    private var readSlots: Range<Int> { 0..<max(1, settings.readConnections) }
    private var workSlots: Range<Int> { readSlots.upperBound..<connections.count }
    private var now: Int64 { loop.now.nanoseconds / 1_000_000 }

    func start() {
        perform(machine.start())
        loop.schedule(after: Self.beat, self)
    }

    func stop() {
        isStopped = true
        perform(machine.stop())
        let error = DatabaseError.refused(.unavailable, "stop", "the store is closed")
        failWaiting(error)
    }

    // MARK: Admission

    func admit(_ batch: ReadBatch) {
        guard !refuses(batch) else { return }
        for (index, query) in batch.queries.enumerated() {
            do throws(DatabaseError) { try query.check(settings.limits) } catch { batch.answer(index, .failure(error)) }
        }
        if batch.isOver { return }
        if batch.remaining == 0 { return batch.finish() }
        batch.admitted = loop.now
        if batch.hasScan {
            scans.append(batch)
        } else if batch.isScoped {
            scoped.append(batch)
        } else {
            for index in batch.queries.indices where !batch.hasAnswer(index) {
                reads.append(SyncGroup.Read(batch: batch, index: index, tries: 0))
            }
        }
        sendSoon()
    }

    func admit(_ job: WriteJob) {
        if isStopped { return job.finish(.failure(.refused(.unavailable, job.name, "the store is closed"))) }
        guard writes.count < settings.limits.waitingMax, job.steps.count <= settings.limits.stepsMax else {
            return job.finish(.failure(.refused(.overloaded, job.name, "too many writes wait or too many steps")))
        }
        if job.steps.isEmpty { return job.finish(.success([])) }
        for step in job.steps {
            do throws(DatabaseError) { try step.query.check(settings.limits) } catch {
                return job.finish(.failure(error))
            }
        }
        job.admitted = loop.now
        writes.append(job)
        sendSoon()
    }

    /// The statement that a step runs, made once a pool.
    func guarded(_ step: WriteStep) -> Statement {
        guard step.condition == .changesRows else { return step.query.statement }
        if let known = guardedStatements[step.query.statement.ordinal] { return known }
        let made = PostgresSteps.guarded(step.query.statement)
        if guardedStatements.count >= settings.limits.preparedMax { guardedStatements.removeAll() }
        guardedStatements[step.query.statement.ordinal] = made
        return made
    }

    private func refuses(_ batch: ReadBatch) -> Bool {
        if isStopped {
            batch.fail(.refused(.unavailable, "read", "the store is closed"))
        } else if batch.queries.isEmpty {
            batch.finish()
        } else if reads.count + scoped.count + scans.count >= settings.limits.waitingMax {
            batch.fail(.refused(.overloaded, "read", "too many reads wait"))
        }
        return batch.isOver
    }

    // MARK: Sending, once a tick

    private func sendSoon() {
        guard !willSend else { return }
        willSend = true
        loop.atEndOfTick(self)
    }

    func endOfTick() {
        willSend = false
        sendReads()
        while let slot = machine.pick(from: workSlots, below: settings.writesInFlightMax),
            let connection = connections[slot], let job = writes.removeFirst()
        {
            machine.took(slot)
            connection.send(job)
        }
        while let slot = machine.pick(from: workSlots, below: 1), let connection = connections[slot],
            let batch = scans.removeFirst()
        {
            if batch.isOver { continue }
            // As much load as a full pipeline: a scan has its connection to itself.
            machine.took(slot, settings.writesInFlightMax)
            connection.send(scoped: batch, load: settings.writesInFlightMax)
        }
    }

    private func sendReads() {
        while !scoped.isEmpty, let slot = machine.pick(from: readSlots, below: settings.inFlightMax),
            let connection = connections[slot], let batch = scoped.removeFirst()
        {
            if batch.isOver { continue }
            machine.took(slot)
            connection.send(scoped: batch, load: 1)
        }
        let share = max(16, (reads.count + readSlots.count - 1) / readSlots.count)
        while !reads.isEmpty, let slot = machine.pick(from: readSlots, below: settings.inFlightMax),
            let connection = connections[slot]
        {
            var part: [SyncGroup.Read] = []
            while part.count < min(share, Self.readsPerSync), let read = reads.first {
                // One that met another's error is sent alone, so that n failing reads cost n tries and not n².
                if read.tries > 0, !part.isEmpty { break }
                reads.removeFirst()
                if read.batch.isOver { continue }
                part.append(read)
                if read.tries > 0 { break }
            }
            if part.isEmpty { return }
            machine.took(slot, part.count)
            connection.send(part)
        }
    }

    // MARK: Answers

    func ended(_ group: SyncGroup, on connection: PostgresConnection) {
        machine.answered(connection.slot, group.load, now: now)
        if let write = group.write {
            end(write, group)
        } else if let batch = group.scoped {
            end(batch, group)
        }
        sendAgain(group.again)
        if !(reads.isEmpty && scoped.isEmpty && scans.isEmpty && writes.isEmpty) { sendSoon() }
    }

    private func end(_ write: WriteJob, _ group: SyncGroup) {
        guard let failure = group.failure else { return write.finish(.success(write.results)) }
        guard group.mustPrepareAgain, !write.wasSentAgain else { return write.finish(.failure(failure)) }
        write.wasSentAgain = true
        write.results = []
        writes.append(write)
    }

    private func end(_ batch: ReadBatch, _ group: SyncGroup) {
        group.again = []
        if batch.isOver { return }
        if batch.remaining == 0 { return batch.finish() }
        batch.rounds += 1
        guard batch.rounds <= batch.queries.count, batch.rounds <= 16 else {
            return batch.fail(group.failure ?? .refused(.retry, "read", "the snapshot failed too often"))
        }
        if batch.scope.isSnapshot { batch.forgetRows() }
        if batch.hasScan { scans.append(batch) } else { scoped.append(batch) }
    }

    private func sendAgain(_ list: [SyncGroup.Read]) {
        for var read in list where !read.batch.isOver {
            read.tries += 1
            if read.tries > SyncGroup.triesMax {
                let name = read.batch.queries[read.index].statement.name
                read.batch.answer(read.index, .failure(.refused(.retry, name, "it failed with others too often")))
            } else {
                reads.append(read)
                sendSoon()
            }
        }
    }

    func lost(_ connection: PostgresConnection, _ reason: String) {
        connections[connection.slot] = nil
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        perform(machine.lost(connection.slot, now: now, chance: random >> 33))
        let error = PostgresErrors.lost("connection", reason, wasWrite: false)
        lastFailure = error
        for group in connection.groups.removeAll() { abandon(group, error, reason) }
        // A read that was under way when its connection broke is asked elsewhere: it has changed nothing.
        for expectation in connection.expectations.removeAll() {
            guard case .read(let read) = expectation, !read.batch.isScoped else { continue }
            sendAgain([read])
        }
        sendSoon()
    }

    private func abandon(_ group: SyncGroup, _ error: DatabaseError, _ reason: String) {
        if let write = group.write {
            let known = group.failure.map { $0.kind != .outcomeUnknown } ?? false
            let unknown = PostgresErrors.lost(write.name, reason, wasWrite: true)
            write.finish(.failure(known ? group.failure ?? unknown : unknown))
        } else if let batch = group.scoped {
            end(batch, group)
        } else {
            sendAgain(group.again)
        }
    }

    // MARK: Time

    func timerFired(tag: UInt32) {
        guard !isStopped else { return }
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        perform(machine.tick(now: now, chance: random >> 33))
        for connection in connections {
            // The server ends a statement by itself; one that is silent for much longer is no longer there.
            guard let connection, let sent = connection.oldestSent else { continue }
            if loop.now - sent > settings.limits.writeTimeout + .seconds(5) {
                connection.lose("no answer for too long")
            }
        }
        failLate(lastFailure ?? .refused(.timeout, "connection", "no connection was free in time"))
        loop.schedule(after: Self.beat, self)
    }

    /// Fails what has waited for a connection longer than a read may take; each queue is in order of admission.
    private func failLate(_ error: DatabaseError) {
        func isLate(_ admitted: MonotonicTime) -> Bool { loop.now - admitted > settings.limits.readTimeout }
        while let read = reads.first, isLate(read.batch.admitted) {
            reads.removeFirst()
            read.batch.answer(read.index, .failure(error))
        }
        while let batch = scoped.first, isLate(batch.admitted) {
            scoped.removeFirst()
            batch.fail(error)
        }
        while let batch = scans.first, isLate(batch.admitted) {
            scans.removeFirst()
            batch.fail(error)
        }
        while let write = writes.first, isLate(write.admitted) {
            writes.removeFirst()
            write.finish(.failure(error))
        }
    }

    private func failWaiting(_ error: DatabaseError) {
        for read in reads.removeAll() { read.batch.answer(read.index, .failure(error)) }
        for batch in scoped.removeAll() + scans.removeAll() { batch.fail(error) }
        for write in writes.removeAll() { write.finish(.failure(error)) }
    }

    private func perform(_ actions: [PoolMachine.Action]) {
        for action in actions {
            switch action {
            case .connect(let slot): connect(slot)
            case .check(let slot): connections[slot]?.sendCheck()
            case .close(let slot):
                guard let connection = connections[slot] else { continue }
                connection.close()
                lost(connection, "closed")
            }
        }
    }

    /// On a thread of its own, because names, TLS and passwords take their time.
    private func connect(_ slot: Int) {
        let settings = settings
        do {
            _ = try DedicatedThread(name: "pg-connect") { [self] in
                do throws(DatabaseError) {
                    let handle = try PostgresHandle(settings)
                    loop.execute { [self] in connected(slot, handle) }
                } catch {
                    loop.execute { [self] in failed(slot, error) }
                }
            }
        } catch {
            failed(slot, .refused(.unavailable, "connect", "\(error)"))
        }
    }

    private func connected(_ slot: Int, _ handle: PostgresHandle) {
        guard !isStopped else { return }
        do throws(DatabaseError) {
            connections[slot] = try PostgresConnection(slot: slot, handle, self)
            perform(machine.connected(slot, now: now))
            lastFailure = nil
            sendSoon()
        } catch {
            failed(slot, error)
        }
    }

    private func failed(_ slot: Int, _ error: DatabaseError) {
        lastFailure = error
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        perform(machine.lost(slot, now: now, chance: random >> 33))
    }

    /// Connections that are open now.
    var openCount: Int { machine.openCount }

    /// Stops what runs for a caller who went away, when that disturbs nobody else.
    func cancel(_ batch: ReadBatch) {
        guard !batch.isOver else { return }
        batch.fail(.refused(.cancelled, "read", "the caller went away"))
        guard batch.hasScan else { return }
        for case let connection? in connections where connection.groups.first?.scoped === batch {
            // The connection has only this scan, and takes no other work before its answer has come.
            guard let request = PostgresCancelRequest(connection.handle) else { continue }
            // The request goes another way than the answer: whatever ran here when it arrives would be stopped by it.
            let load = settings.writesInFlightMax
            machine.took(connection.slot, load)
            do {
                _ = try DedicatedThread(name: "pg-cancel") { [self] in
                    request.send()
                    loop.execute { [self] in
                        guard connections[connection.slot] === connection else { return }
                        connection.sendCheck(load: load)
                    }
                }
            } catch {
                machine.answered(connection.slot, load, now: now)
            }
        }
    }
}
