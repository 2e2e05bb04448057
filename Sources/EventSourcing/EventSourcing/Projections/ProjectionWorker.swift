import Lifecycle
import Prelude

/// Advances one generation of a projection on one node, one effect a step.
///
/// unleased → ready → (folding ⇄ loading) → committing → ready …; a crash between any two steps loses nothing, because
/// only the commit changes what is stored, and it is fenced by the lease and by the checkpoint.
package struct ProjectionWorker: Sendable {
    /// What a step came to.
    package enum Step: Hashable, Sendable {
        case worked
        /// There was nothing to do.
        case idle
        /// Another node has the lease, or an operator paused it.
        case unleased
        case failed(reason: String)
    }

    struct Holding: Sendable {
        let lease: Lease
        var renewal: MonotonicTime
        var checkpoint: Cursor
        /// Everything up to here has been looked through; ahead of the checkpoint only over irrelevant events.
        var scanned: Cursor
        var checkpointWritten: MonotonicTime
        var stage: GenerationRecord.Stage
        var parkedLanes: Set<String>
        var parkedCount: Int
        var parkedCheck: MonotonicTime
        var isolation = BatchIsolation()
        /// How often rows were changed without a new position.
        var settlementCount: Int64 = 0

        var term: Int64 { lease.epoch << 20 + min(settlementCount, 1 << 20 - 1) }
    }

    struct Work: Sendable {
        var fold: ProjectionFold
        let to: Cursor
        let isLive: Bool
        let lastRecorded: Timestamp?
        /// The parked events that are being settled; nil for new events.
        var settlement: Settlement?
    }

    enum Phase: Sendable {
        case unleased
        case ready(Holding)
        case folding(Holding, Work)
        case committing(Holding, Work, ProjectionCommit, [ChangedRow])
    }

    package let generation: Generation
    let projection: any Projection
    let context: ProjectionContext
    var phase = Phase.unleased
    package internal(set) var status: ProjectionStatus

    package init(_ generation: Generation, _ projection: any Projection, context: ProjectionContext) {
        (self.generation, self.projection, self.context) = (generation, projection, context)
        status = ProjectionStatus(generation: generation)
    }

    /// Performs the next effect. Failures are kept in `status` and can be tried again.
    package mutating func step() async -> Step {
        let result: Step
        do {
            switch phase {
            case .unleased: result = try await acquire()
            case .ready(let holding): result = try await read(holding)
            case .folding(let holding, let work): result = try await fold(holding, work)
            case .committing(let holding, let work, let commit, let changed):
                result = try await self.commit(holding, work, commit, changed)
            }
        } catch ProjectionStoreError.rejected(let reason) {
            result = isolate(reason)
        } catch let error as ProjectionProblem {
            result = .failed(reason: error.reason)
            if error.losesPlace { await release() }
        } catch {
            result = .failed(reason: "\(error)")
        }
        status.note(result)
        return result
    }

    /// Gives the lease back, so that another node need not wait for it to run out.
    package mutating func release() async {
        if let lease { try? await context.store.release(lease) }
        phase = .unleased
    }

    package var lease: Lease? {
        switch phase {
        case .unleased: nil
        case .ready(let holding), .folding(let holding, _), .committing(let holding, _, _, _): holding.lease
        }
    }

    private mutating func acquire() async throws -> Step {
        let asked = context.clock.now
        let milliseconds = context.limits.lease.wholeMilliseconds
        guard let lease = try await context.store.acquire(generation, for: context.node, milliseconds: milliseconds)
        else { return .unleased }
        guard let (record, lanes) = try await place(under: lease) else { return .unleased }
        phase = .ready(
            Holding(
                lease: lease, renewal: asked + context.limits.lease / 3,
                checkpoint: record.checkpoint, scanned: record.checkpoint, checkpointWritten: asked,
                stage: record.stage, parkedLanes: lanes, parkedCount: record.parkedCount, parkedCheck: asked))
        status.begin(record, lease: lease)
        // From here on everything that changes is told.
        if case .ready(let holding) = phase, holding.stage == .live { tell(holding, after: holding.scanned) }
        return .worked
    }

    /// What changed behind a place, up to where the work is now.
    private func tell(_ holding: Holding, after place: Cursor, _ rows: [ChangedRow] = []) {
        context.changes?.publish(
            ChangeNotice(
                generation: generation, term: holding.term, after: place, cursor: holding.scanned, rows: rows))
    }

    /// Where the work begins under a lease that was just granted, and the lanes that are parked.
    ///
    /// Without an answer the lease is given back: this worker forgets it, and no other could have it until it runs out.
    private func place(under lease: Lease) async throws -> (GenerationRecord, lanes: Set<String>)? {
        do {
            let records = try await context.store.records(of: generation.projection)
            if let record = records.first(where: { $0.generation == generation }) {
                return (record, Set(try await allParked().map(\.key)))
            }
            try? await context.store.release(lease)
            return nil
        } catch {
            try? await context.store.release(lease)
            throw error
        }
    }

    private mutating func read(_ holding: Holding) async throws -> Step {
        var holding = holding
        guard try await keepLease(&holding) else { return .unleased }
        if !holding.parkedLanes.isEmpty, context.clock.now >= holding.parkedCheck {
            if let work = try await settlingWork(holding) {
                phase = .folding(holding, work)
                return .worked
            }
            holding.parkedCheck = context.clock.now + context.limits.parkedCheck
            phase = .ready(holding)
        }
        // Only now: what operators say of the parked events is the way out of this.
        if holding.parkedCount > context.limits.parkedMax {
            throw ProjectionProblem(reason: "\(holding.parkedCount) events are parked", losesPlace: false)
        }
        let batch = try await nextBatch(after: holding)
        status.note(batch, at: context.clock.now)
        guard !batch.events.isEmpty else { return try await moveOn(&holding, batch) }
        let (events, damaged) = try await opened(batch.events)
        let fold = ProjectionFold(
            projection, events, parkedLanes: holding.parkedLanes,
            refused: holding.isolation.refused.merging(damaged) { $1 })
        phase = .folding(
            holding,
            Work(
                fold: fold, to: batch.cursor, isLive: batch.isLive,
                lastRecorded: batch.events.last?.metadata.recorded))
        return .worked
    }

    /// Nothing relevant came: the checkpoint follows in memory at once and in the store now and then.
    private mutating func moveOn(_ holding: inout Holding, _ batch: FeedBatch) async throws -> Step {
        let before = holding.scanned
        let moved = batch.cursor.position > before.position
        holding.scanned = batch.cursor
        if moved, holding.stage == .live {
            tell(holding, after: before)
            context.progress?.note(generation.projection, at: batch.cursor)
        }
        let isDue = context.clock.now >= holding.checkpointWritten + context.limits.idleCheckpoint
        if holding.scanned.position > holding.checkpoint.position, isDue || holding.stage == .building {
            let empty = ProjectionFold(projection, [], parkedLanes: holding.parkedLanes)
            let work = Work(fold: empty, to: batch.cursor, isLive: batch.isLive, lastRecorded: nil)
            phase = .folding(holding, work)
            return .worked
        }
        phase = .ready(holding)
        if holding.stage == .building, batch.isLive { return try await promote(holding) }
        return moved ? .worked : .idle
    }

    private mutating func fold(_ holding: Holding, _ work: Work) async throws -> Step {
        var (holding, work) = (holding, work)
        guard try await keepLease(&holding) else { return .unleased }
        switch work.fold.advance() {
        case .needs(let requests):
            let answers = try await context.store.load(requests, of: generation)
            work.fold.supply(requests, answers)
            phase = .folding(holding, work)
        case .done:
            let changed = work.fold.changed
            phase = .committing(holding, work, commit(of: work, changed, holding), changed)
        }
        return .worked
    }

    private func commit(of work: Work, _ changed: [ChangedRow], _ holding: Holding) -> ProjectionCommit {
        guard let settlement = work.settlement else {
            return ProjectionCommit(
                lease: holding.lease, from: holding.checkpoint, to: work.to, changes: changed.map(\.change),
                parked: work.fold.parked)
        }
        let (still, settled) = settlement.outcome(failed: work.fold.parked)
        return ProjectionCommit(
            lease: holding.lease, from: holding.checkpoint, to: holding.checkpoint, changes: changed.map(\.change),
            parked: still, settled: settled)
    }

    private mutating func commit(
        _ holding: Holding, _ work: Work, _ commit: ProjectionCommit, _ changed: [ChangedRow]
    ) async throws -> Step {
        switch try await context.store.commit(commit) {
        case .committed: break
        // The answer to an earlier try was lost; nobody else can have moved it while we hold the lease.
        case .moved(let actual) where actual == commit.to: break
        case .fenced, .moved:
            await release()
            return .unleased
        }
        var holding = holding
        let before = holding.scanned
        holding.checkpoint = commit.to
        if commit.to.position > holding.scanned.position { holding.scanned = commit.to }
        holding.checkpointWritten = context.clock.now
        holding.isolation.passed()
        note(commit, work, in: &holding)
        if holding.stage == .live {
            if work.settlement != nil { holding.settlementCount += 1 }
            tell(holding, after: before, changed)
            context.progress?.note(generation.projection, at: holding.scanned)
        }
        phase = .ready(holding)
        if holding.stage == .building, work.isLive { return try await promote(holding) }
        return .worked
    }

    private mutating func note(_ commit: ProjectionCommit, _ work: Work, in holding: inout Holding) {
        if let settlement = work.settlement {
            holding.parkedCount -= commit.settled.count
            holding.parkedLanes.subtract(settlement.lanes.subtracting(commit.parked.map(\.key)))
        } else {
            holding.parkedCount += commit.parked.count
            holding.parkedLanes.formUnion(commit.parked.map(\.key))
        }
        status.note(commit, applied: work.fold.appliedCount, parked: holding.parkedCount, work.lastRecorded)
    }

    private mutating func promote(_ holding: Holding) async throws -> Step {
        var holding = holding
        switch try await context.store.promote(holding.lease) {
        case .promoted:
            holding.stage = .live
            status.stage = .live
            phase = .ready(holding)
            tell(holding, after: holding.scanned)
            context.progress?.note(generation.projection, at: holding.checkpoint)
            return .worked
        case .behind: return .worked
        case .fenced:
            await release()
            return .unleased
        }
    }

    private mutating func keepLease(_ holding: inout Holding) async throws -> Bool {
        let asked = context.clock.now
        guard asked >= holding.renewal else { return true }
        guard try await context.store.renew(holding.lease) else {
            phase = .unleased
            return false
        }
        holding.renewal = asked + context.limits.lease / 3
        return true
    }

    private func nextBatch(after holding: Holding) async throws -> FeedBatch {
        let cursor = holding.scanned
        let limit = holding.isolation.limit(
            holding.stage == .building ? context.limits.rebuildEvents : context.limits.batchEvents)
        do throws(FeedError) {
            return try await context.source.next(
                after: cursor, filter: projection.filter, limit: limit, wait: context.limits.wait)
        } catch {
            switch error {
            case .resync(let head):
                throw ProjectionProblem(
                    reason: "the log began epoch \(head.epoch): the read model must be rebuilt", losesPlace: true)
            case .cursorExpired(let oldest):
                throw ProjectionProblem(
                    reason: "the log no longer has what comes after \(cursor), only after \(oldest)", losesPlace: true)
            case .store, .slowConsumer, .cancelled: throw error
            }
        }
    }

    /// The events with what is sealed in them opened, and those that cannot be, with the reason.
    private func opened(
        _ events: [RecordedEvent]
    ) async throws -> ([RecordedEvent], damaged: [GlobalPosition: String]) {
        guard let sealing = context.sealing else { return (events, [:]) }
        do throws(SealingError) {
            return (try await sealing.open(events), [:])
        } catch {
            guard case .damaged = error else { throw error }
        }
        var (opened, damaged): ([RecordedEvent], [GlobalPosition: String]) = ([], [:])
        for event in events {
            do throws(SealingError) {
                opened += try await sealing.open([event])
            } catch {
                guard case .damaged(let reason) = error else { throw error }
                opened.append(event)
                damaged[event.position] = reason
            }
        }
        return (opened, damaged)
    }
}

extension ProjectionWorker {
    /// Begins a batch again in smaller parts, until the event is alone of whose rows the store takes none.
    private mutating func isolate(_ reason: String) -> Step {
        switch phase {
        case .folding(var holding, let work), .committing(var holding, let work, _, _):
            guard holding.isolation.note(work.fold.positions, reason) else { return .failed(reason: reason) }
            holding.parkedCheck = context.clock.now
            phase = .ready(holding)
            return .worked
        case .unleased, .ready: return .failed(reason: reason)
        }
    }

    /// The parked events that are to be settled now, read again from the log; nil if there are none.
    private func settlingWork(_ holding: Holding) async throws -> Work? {
        let eventsMax = holding.isolation.limit(context.limits.batchEvents)
        guard var settlement = Settlement(try await allParked(), eventsMax: eventsMax) else { return nil }
        var events: [RecordedEvent] = []
        for parked in settlement.retried {
            if settlement.isHeld(parked) { continue }
            if let event = try await stored(parked) { events.append(event) } else { settlement.hold(parked) }
        }
        let (open, damaged) = try await opened(events)
        let fold = ProjectionFold(
            projection, open, parkedLanes: [], refused: holding.isolation.refused.merging(damaged) { $1 })
        return Work(
            fold: fold, to: holding.checkpoint, isLive: false, lastRecorded: nil, settlement: settlement)
    }

    /// The event at the position of a parked one; nil if the log no longer has it.
    private func stored(_ parked: ParkedEvent) async throws -> RecordedEvent? {
        do throws(EventStoreError) {
            let page = try await context.reader.read(LogQuery(after: parked.position.advanced(by: -1), limit: 1))
            return page.events.first { $0.position == parked.position }
        } catch {
            guard case .positionExpired = error else { throw error }
            return nil
        }
    }

    private func allParked() async throws -> [ParkedEvent] {
        var parked: [ParkedEvent] = []
        while true {
            let after = parked.last?.position ?? .start
            let page = try await context.store.parked(generation, after: after, limit: 1_000)
            parked += page
            if page.count < 1_000 { return parked }
        }
    }
}
