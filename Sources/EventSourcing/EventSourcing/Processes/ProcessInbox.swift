import Lifecycle
import Prelude

/// Takes the events that concern processes of one kind from the log, one effect a step, under a lease.
///
/// A crash between recording a transition and moving the checkpoint repeats the event, which the process's stream
/// recognises; so every event moves its process exactly once.
package struct ProcessInbox<Definition: ProcessDefinition>: Sendable {
    private struct Holding: Sendable {
        let lease: Lease
        var renewal: MonotonicTime
        var checkpoint: Cursor
        var pending: [RecordedEvent] = []
        var scanned: Cursor
        /// Everything up to here has been handled; behind `scanned` while some of the batch is pending.
        var passed: Cursor
        var overflow: InboxOverflow
    }

    package let generation: Generation
    private let definition: Definition
    private let context: ProcessContext
    private var holding: Holding?

    package init(_ definition: Definition, context: ProcessContext) {
        (self.definition, self.context) = (definition, context)
        generation = Generation(Self.name(of: definition.kind), 1)
    }

    /// The name under which the checkpoint of a kind's inputs is kept.
    package static func name(of kind: ProcessKind) -> ProjectionName { ProjectionName(validated: "inbox:\(kind)") }

    /// Makes the checkpoint of this kind, before the first event of the log.
    package func create() async throws(ProcessError) {
        let epoch = try await context.streams.epoch()
        do throws(ProjectionStoreError) {
            try await context.store.create(
                generation, codeVersion: 1, stage: .live, at: Cursor(epoch: epoch, position: .start), gate: .start,
                tables: [])
        } catch {
            throw .projections(error)
        }
    }

    package var holdsLease: Bool { holding != nil }

    /// Performs the next effect; true if there was one.
    package mutating func step() async throws(ProcessError) -> Bool {
        guard var held = holding else { return try await acquire() }
        guard try await keepLease(&held) else { return false }
        if let event = held.pending.first {
            do throws(ProcessError) {
                try await handle(event, &held.overflow)
            } catch {
                // What was handled before it need not come again.
                if held.passed != held.checkpoint { _ = try await commit(held, to: held.passed) }
                throw error
            }
            held.pending.removeFirst()
            held.passed = Cursor(epoch: held.scanned.epoch, position: event.position)
            holding = held
            return true
        }
        if held.scanned != held.checkpoint || held.overflow.hasNews { return try await commit(held, to: held.scanned) }
        if held.overflow.isDue(at: context.clock.now) {
            let worked = try await takeUp(&held.overflow)
            holding = held
            if worked { return true }
        }
        do throws(FeedError) {
            let batch = try await context.source.next(
                after: held.scanned, filter: definition.filter, limit: context.limits.batchEvents,
                wait: context.limits.wait)
            held.scanned = batch.cursor
            held.pending = batch.events
        } catch {
            // The place is read again: whoever restored the log has moved it.
            if case .resync = error { await release() }
            throw .feed(error)
        }
        holding = held
        return held.scanned != held.checkpoint
    }

    package mutating func release() async {
        if let lease = holding?.lease { try? await context.store.release(lease) }
        holding = nil
    }

    private func handle(_ event: RecordedEvent, _ overflow: inout InboxOverflow) async throws(ProcessError) {
        guard let (event, id, key) = try await address(of: event) else { return }
        let reason = overflow.holds(key) ? "others of its process wait" : try await deliver(event, to: id)
        guard let reason else { return }
        guard overflow.count < context.limits.overflowMax else { throw .full(kind: definition.kind) }
        overflow.park(event, key, reason: reason)
    }

    /// The event, opened, with the process that it concerns and the lane in which its inputs wait for it.
    ///
    /// No process for an event that cannot be opened: it waits where those of its own stream do.
    private func address(
        of event: RecordedEvent
    ) async throws(ProcessError) -> (RecordedEvent, ProcessID?, lane: String)? {
        let opened: RecordedEvent
        do throws(ProcessError) {
            opened = try await self.opened(event)
        } catch {
            guard error.isLasting else { throw error }
            let id = id(for: event)
            return (event, id, id?.description ?? "\(event.tenant)/\(event.stream)")
        }
        return id(for: opened).map { (opened, $0, $0.description) }
    }

    private func id(for event: RecordedEvent) -> ProcessID? {
        definition.instance(for: event).flatMap { ProcessID(definition.kind, event.tenant, instance: $0) }
    }

    /// Moves the process on by the event, once however often it comes; says why if the process cannot take it now.
    private func deliver(_ event: RecordedEvent, to id: ProcessID?) async throws(ProcessError) -> String? {
        do throws(ProcessError) {
            let event = try await opened(event)
            guard let id = id ?? self.id(for: event) else { return nil }
            return try await advance(id, by: event) ? nil : "its process has no room"
        } catch {
            guard error.isLasting else { throw error }
            return "\(error)"
        }
    }

    /// False if the process has no room.
    private func advance(_ id: ProcessID, by event: RecordedEvent) async throws(ProcessError) -> Bool {
        var origin = event.metadata.origin
        origin.causation = event.metadata.id
        let now = context.clock.wallTime
        let jitter = context.jitter()
        var isFull = false
        let record = try await context.streams.advance(
            id, by: { _ in "event \(event.metadata.id)" }, cause: "\(event.name) at \(event.position)", origin: origin
        ) { current in
            var machine = ProcessMachine(definition, record: current.record, now: now, jitter: jitter)
            defer { isFull = machine.isFull }
            return machine.receive(event, isFirst: current.version == .empty) ? machine.record : nil
        }
        if let due = record?.due, due <= now { context.hints.add(id) }
        return !isFull
    }

    private func opened(_ event: RecordedEvent) async throws(ProcessError) -> RecordedEvent {
        guard let sealing = context.sealing else { return event }
        do throws(SealingError) {
            return try await sealing.open([event]).first ?? event
        } catch {
            throw .sealing(error)
        }
    }

    private mutating func acquire() async throws(ProcessError) -> Bool {
        let asked = context.clock.now
        do throws(ProjectionStoreError) {
            let lease = try await context.store.acquire(
                generation, for: context.node, milliseconds: context.limits.lease.wholeMilliseconds)
            guard let lease else { return false }
            guard let (record, overflow) = try await place(under: lease, at: asked) else { return false }
            holding = Holding(
                lease: lease, renewal: asked + context.limits.lease / 3, checkpoint: record.checkpoint,
                scanned: record.checkpoint, passed: record.checkpoint, overflow: overflow)
            return true
        } catch {
            throw .projections(error)
        }
    }

    /// Where a lease that was just granted begins; without an answer it is given back, or nobody would have it.
    private func place(
        under lease: Lease, at now: MonotonicTime
    ) async throws(ProjectionStoreError) -> (GenerationRecord, InboxOverflow)? {
        do throws(ProjectionStoreError) {
            let records = try await context.store.records(of: generation.projection)
            if let record = records.first(where: { $0.generation == generation }) {
                return (record, try await overflow(at: now))
            }
            try? await context.store.release(lease)
            return nil
        } catch {
            try? await context.store.release(lease)
            throw error
        }
    }

    private mutating func keepLease(_ held: inout Holding) async throws(ProcessError) -> Bool {
        let asked = context.clock.now
        guard asked >= held.renewal else { return true }
        do throws(ProjectionStoreError) {
            guard try await context.store.renew(held.lease) else {
                holding = nil
                return false
            }
        } catch {
            throw .projections(error)
        }
        held.renewal = asked + context.limits.lease / 3
        return true
    }

    private mutating func commit(_ held: Holding, to cursor: Cursor) async throws(ProcessError) -> Bool {
        var held = held
        let commit = ProjectionCommit(
            lease: held.lease, from: held.checkpoint, to: cursor, changes: [], parked: held.overflow.parked,
            settled: held.overflow.settled)
        do throws(ProjectionStoreError) {
            switch try await context.store.commit(commit) {
            case .committed: break
            case .moved(let actual) where actual == commit.to: break
            case .moved, .fenced:
                await release()
                return false
            }
        } catch {
            throw .projections(error)
        }
        (held.checkpoint, held.passed) = (cursor, cursor)
        held.overflow.committed()
        holding = held
        return true
    }
}

extension ProcessInbox {
    /// What waited when another one had the lease.
    private func overflow(at now: MonotonicTime) async throws(ProjectionStoreError) -> InboxOverflow {
        var overflow = InboxOverflow(check: now)
        var last = GlobalPosition.start
        while true {
            let page = try await context.store.parked(generation, after: last, limit: Self.pageMax)
            overflow.remember(page)
            guard page.count == Self.pageMax, let end = page.last else { return overflow }
            last = end.position
        }
    }

    /// Gives processes that have room again what waits for them, oldest first, a page at a time; false if none has.
    private func takeUp(_ overflow: inout InboxOverflow) async throws(ProcessError) -> Bool {
        if let sweep = overflow.sweep {
            let page = try await waiting(after: sweep.after, limit: context.limits.batchEvents)
            for event in page where overflow.sweep?.open.contains(event.key) ?? false {
                try await take(event, &overflow)
            }
            if let last = page.last, page.count == context.limits.batchEvents {
                overflow.sweep?.after = last.position
            } else {
                overflow.finish()
            }
            return true
        }
        overflow.check = context.clock.now + context.limits.overflowCheck
        var open: [String: GlobalPosition] = [:]
        for (key, first) in overflow.lanes {
            let waiting = try await waiting(after: first.advanced(by: -1), limit: 1)
            guard let event = waiting.first, event.position == first else { continue }
            if try await take(event, &overflow) { open[key] = first }
        }
        guard let first = open.values.min() else { return false }
        overflow.sweep = InboxOverflow.Sweep(after: first, open: Set(open.keys))
        return true
    }

    /// False if the process has no room; an input that an operator skips needs none.
    @discardableResult
    private func take(_ waiting: ParkedEvent, _ overflow: inout InboxOverflow) async throws(ProcessError) -> Bool {
        if waiting.verdict != .skip {
            let event = try await context.streams.event(at: waiting.position)
            guard let event, event.position == waiting.position, try await deliver(event, to: nil) == nil else {
                overflow.stop(at: waiting)
                return false
            }
        }
        overflow.settle(waiting)
        return true
    }

    private func waiting(after position: GlobalPosition, limit: Int) async throws(ProcessError) -> [ParkedEvent] {
        do throws(ProjectionStoreError) {
            return try await context.store.parked(generation, after: position, limit: limit)
        } catch {
            throw .projections(error)
        }
    }

    private static var pageMax: Int { 1_000 }
}
