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
            try await handle(event)
            held.pending.removeFirst()
            holding = held
            return true
        }
        if held.scanned != held.checkpoint { return try await commit(held) }
        do throws(FeedError) {
            let batch = try await context.source.next(
                after: held.scanned, filter: definition.filter, limit: context.limits.batchEvents,
                wait: context.limits.wait)
            held.scanned = batch.cursor
            held.pending = batch.events
        } catch {
            throw .feed(error)
        }
        holding = held
        return held.scanned != held.checkpoint
    }

    package mutating func release() async {
        if let lease = holding?.lease { try? await context.store.release(lease) }
        holding = nil
    }

    private func handle(_ event: RecordedEvent) async throws(ProcessError) {
        let event = try await opened(event)
        guard let instance = definition.instance(for: event),
            let id = ProcessID(definition.kind, event.tenant, instance: instance)
        else { return }
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
        if isFull { throw .full(id) }
        if let due = record?.due, due <= now { context.hints.add(id) }
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
            guard let record = try await record(under: lease) else { return false }
            holding = Holding(
                lease: lease, renewal: asked + context.limits.lease / 3, checkpoint: record.checkpoint,
                scanned: record.checkpoint)
            return true
        } catch {
            throw .projections(error)
        }
    }

    /// Where a lease that was just granted begins; without an answer it is given back, or nobody would have it.
    private func record(under lease: Lease) async throws(ProjectionStoreError) -> GenerationRecord? {
        do throws(ProjectionStoreError) {
            let records = try await context.store.records(of: generation.projection)
            if let record = records.first(where: { $0.generation == generation }) { return record }
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

    private mutating func commit(_ held: Holding) async throws(ProcessError) -> Bool {
        var held = held
        let commit = ProjectionCommit(lease: held.lease, from: held.checkpoint, to: held.scanned, changes: [])
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
        held.checkpoint = held.scanned
        holding = held
        return true
    }
}
