import Lifecycle
import Prelude

/// Works on all projections of a node: makes their generations, shares them with other nodes, keeps each going.
package final class ProjectionHost: Sendable {
    private struct State {
        var statuses: [Generation: ProjectionStatus] = [:]
        /// Generations that this node should work on now.
        var wanted: Set<Generation> = []
        var running: Set<Generation> = []
        /// Since when nobody has held the lease of a generation that another node should work on.
        var freeSince: [Generation: MonotonicTime] = [:]
        /// Generations taken over because the node that should work on them does not; kept until the lease is lost.
        var adopted: Set<Generation> = []
        var lastFailure: String?
    }

    private let projections: [ProjectionName: any Projection]
    private let context: ProjectionContext
    private let state = Lock(State())

    package init(_ projections: [any Projection], context: ProjectionContext) {
        self.projections = Dictionary(projections.map { ($0.name, $0) }) { first, _ in
            preconditionFailure("Two projections are named \(first.name).")
        }
        self.context = context
    }

    package var statuses: [ProjectionStatus] {
        state.withLock {
            $0.statuses.values.sorted {
                ($0.generation.projection, $0.generation.number) < ($1.generation.projection, $1.generation.number)
            }
        }
    }

    /// Why the last look at the store failed, if it did.
    package var lastFailure: String? { state.withLock { $0.lastFailure } }

    /// Works until it is cancelled; at the end leases are given back and other nodes know that this one is gone.
    package func run() async throws(CancellationError) {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for (generation, projection) in await refresh() {
                    group.addTask { await self.work(on: generation, projection) }
                }
                try? await context.clock.sleep(for: context.limits.refresh)
            }
            state.withLock { $0.wanted = [] }
            group.cancelAll()
        }
        // Why no error: a node that cannot say so is taken for gone when its heartbeat has run out.
        _ = try? await context.store.heartbeat(context.node, milliseconds: 0)
        throw CancellationError()
    }

    /// Makes missing generations and says which ones this node has to begin to work on.
    private func refresh() async -> [(Generation, any Projection)] {
        do throws(ProjectionStoreError) {
            let lifetime = context.limits.lease.wholeMilliseconds
            let nodes = try await context.store.heartbeat(context.node, milliseconds: lifetime)
            var records = try await context.store.records(of: nil)
            if try await createMissing(records) { records = try await context.store.records(of: nil) }
            return state.withLock { state in
                state.lastFailure = nil
                return plan(records, nodes, &state)
            }
        } catch {
            state.withLock { $0.lastFailure = "\(error)" }
            return []
        }
    }

    private func plan(
        _ records: [GenerationRecord], _ nodes: [NodeID], _ state: inout State
    ) -> [(Generation, any Projection)] {
        var begin: [(Generation, any Projection)] = []
        state.wanted = []
        for record in records {
            guard let projection = projections[record.generation.projection], record.stage != .retired,
                record.codeVersion == projection.codeVersion
            else { continue }
            let owner = LeasePreference.owner(of: record.generation, among: nodes)
            guard owner == context.node || shouldAdopt(record, &state) else { continue }
            state.wanted.insert(record.generation)
            if state.running.insert(record.generation).inserted { begin.append((record.generation, projection)) }
        }
        return begin
    }

    /// Whether a generation of another node has been left alone for as long as a lease: that node may run older code.
    private func shouldAdopt(_ record: GenerationRecord, _ state: inout State) -> Bool {
        let generation = record.generation
        if record.leaseIsHeld, record.owner != context.node { state.adopted.remove(generation) }
        if state.adopted.contains(generation) { return true }
        guard !record.leaseIsHeld else {
            state.freeSince[generation] = nil
            return false
        }
        let since = state.freeSince[generation] ?? context.clock.now
        state.freeSince[generation] = since
        guard context.clock.now - since >= context.limits.lease else { return false }
        state.adopted.insert(generation)
        return true
    }

    /// The first generation is live at once; one for newer code is built beside the live one.
    private func createMissing(_ records: [GenerationRecord]) async throws(ProjectionStoreError) -> Bool {
        var created = false
        for projection in projections.values.sorted(by: { $0.name < $1.name }) {
            let own = records.filter { $0.generation.projection == projection.name }
            if own.contains(where: { $0.codeVersion >= projection.codeVersion && $0.stage != .retired }) { continue }
            let start = Cursor(epoch: try await epoch(), position: .start)
            let live = own.first { $0.stage == .live }
            let number = (own.map(\.generation.number).max() ?? 0) + 1
            try await context.store.create(
                Generation(projection.name, number), codeVersion: projection.codeVersion,
                stage: live == nil ? .live : .building, at: start, gate: Rebuild.gate(after: live, in: start.epoch),
                tables: projection.tables)
            created = true
        }
        return created
    }

    private func epoch() async throws(ProjectionStoreError) -> LogEpoch {
        do throws(EventStoreError) {
            return try await context.reader.head().epoch
        } catch {
            throw .unavailable(underlying: error)
        }
    }

    /// Steps one worker for as long as this node should have its generation.
    private func work(on generation: Generation, _ projection: any Projection) async {
        var worker = ProjectionWorker(generation, projection, context: context)
        var failures = 0
        while !Task.isCancelled, state.withLock({ $0.wanted.contains(generation) }) {
            let step = await worker.step()
            state.withLock { $0.statuses[generation] = worker.status }
            switch step {
            case .worked, .idle: failures = 0
            case .unleased: try? await context.clock.sleep(for: context.limits.refresh)
            case .failed:
                failures = min(failures + 1, 10)
                let pause = min(.milliseconds(50) * (1 << failures), context.limits.pauseMax)
                try? await context.clock.sleep(for: pause)
            }
        }
        await worker.release()
        state.withLock { state in
            state.running.remove(generation)
            state.statuses[generation] = nil
        }
    }
}
