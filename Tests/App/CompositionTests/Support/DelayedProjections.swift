import EventSourcing
import Lifecycle
import Prelude

@testable import Composition

/// A projection store whose batches take a random time, as under load.
struct DelayedProjections: ProjectionStore {
    let store: any ProjectionStore
    let delay: ClosedRange<Int>

    /// The same stores with slow projections.
    static func through(_ storage: NodeStorage, delay: ClosedRange<Int>) -> NodeStorage {
        NodeStorage(
            reader: storage.reader, events: storage.events, snapshots: storage.snapshots, commands: storage.commands,
            projections: DelayedProjections(store: storage.projections, delay: delay),
            subjectKeys: storage.subjectKeys, cursorKey: storage.cursorKey, close: storage.close)
    }

    func commit(_ commit: ProjectionCommit) async throws(ProjectionStoreError) -> CommitVerdict {
        try? await SystemClock().sleep(for: .milliseconds(Int.random(in: delay)))
        return try await store.commit(commit)
    }

    func create(
        _ generation: Generation, codeVersion: Int32, stage: GenerationRecord.Stage, at start: Cursor,
        gate: GlobalPosition, tables: [ReadModelTable]
    ) async throws(ProjectionStoreError) {
        try await store.create(
            generation, codeVersion: codeVersion, stage: stage, at: start, gate: gate, tables: tables)
    }
    func records(of projection: ProjectionName?) async throws(ProjectionStoreError) -> [GenerationRecord] {
        try await store.records(of: projection)
    }
    func promote(_ lease: Lease) async throws(ProjectionStoreError) -> PromotionVerdict {
        try await store.promote(lease)
    }
    func drop(_ generation: Generation) async throws(ProjectionStoreError) { try await store.drop(generation) }
    func setPaused(_ paused: Bool, _ generation: Generation) async throws(ProjectionStoreError) {
        try await store.setPaused(paused, generation)
    }
    func heartbeat(_ node: NodeID, milliseconds: Int64) async throws(ProjectionStoreError) -> [NodeID] {
        try await store.heartbeat(node, milliseconds: milliseconds)
    }
    func acquire(
        _ generation: Generation, for node: NodeID, milliseconds: Int64
    ) async throws(ProjectionStoreError) -> Lease? {
        try await store.acquire(generation, for: node, milliseconds: milliseconds)
    }
    func renew(_ lease: Lease) async throws(ProjectionStoreError) -> Bool { try await store.renew(lease) }
    func release(_ lease: Lease) async throws(ProjectionStoreError) { try await store.release(lease) }
    func load(
        _ requests: [RowRequest], of generation: Generation
    ) async throws(ProjectionStoreError) -> [[[RowValue]]] { try await store.load(requests, of: generation) }
    func parked(
        _ generation: Generation, after position: GlobalPosition, limit: Int
    ) async throws(ProjectionStoreError) -> [ParkedEvent] {
        try await store.parked(generation, after: position, limit: limit)
    }
    func judge(
        _ generation: Generation, key: String?, verdict: ParkedEvent.Verdict
    ) async throws(ProjectionStoreError) -> Int { try await store.judge(generation, key: key, verdict: verdict) }
}
