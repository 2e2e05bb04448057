import EventSourcing
import Prelude

/// A projection store that fails on purpose, before or after the effect of a call.
package final class FaultyProjectionStore: ProjectionStore {
    /// What goes wrong with one call.
    package enum Fault: Sendable {
        case before
        /// The effect happens and the answer is lost.
        case after
    }

    package struct Failure: Error {}

    private let inner: any ProjectionStore
    private let fault: @Sendable () -> Fault?

    /// The closure is asked once for every call.
    package init(_ inner: any ProjectionStore, fault: @escaping @Sendable () -> Fault?) {
        (self.inner, self.fault) = (inner, fault)
    }

    private func faulty<Result>(
        _ effect: () async throws(ProjectionStoreError) -> Result
    ) async throws(ProjectionStoreError) -> Result {
        let fault = fault()
        if case .before = fault { throw .unavailable(underlying: Failure()) }
        let result = try await effect()
        if case .after = fault { throw .unavailable(underlying: Failure()) }
        return result
    }

    package func create(
        _ generation: Generation, codeVersion: Int32, stage: GenerationRecord.Stage, at start: Cursor,
        gate: GlobalPosition, tables: [ReadModelTable]
    ) async throws(ProjectionStoreError) {
        try await faulty { () async throws(ProjectionStoreError) in
            try await inner.create(
                generation, codeVersion: codeVersion, stage: stage, at: start, gate: gate, tables: tables)
        }
    }

    package func records(of projection: ProjectionName?) async throws(ProjectionStoreError) -> [GenerationRecord] {
        try await faulty { () async throws(ProjectionStoreError) in try await inner.records(of: projection) }
    }

    package func promote(_ lease: Lease) async throws(ProjectionStoreError) -> PromotionVerdict {
        try await faulty { () async throws(ProjectionStoreError) in try await inner.promote(lease) }
    }

    package func drop(_ generation: Generation) async throws(ProjectionStoreError) {
        try await faulty { () async throws(ProjectionStoreError) in try await inner.drop(generation) }
    }

    package func setPaused(_ paused: Bool, _ generation: Generation) async throws(ProjectionStoreError) {
        try await faulty { () async throws(ProjectionStoreError) in try await inner.setPaused(paused, generation) }
    }

    package func heartbeat(_ node: NodeID, milliseconds: Int64) async throws(ProjectionStoreError) -> [NodeID] {
        try await faulty { () async throws(ProjectionStoreError) in
            try await inner.heartbeat(node, milliseconds: milliseconds)
        }
    }

    package func acquire(
        _ generation: Generation, for node: NodeID, milliseconds: Int64
    ) async throws(ProjectionStoreError) -> Lease? {
        try await faulty { () async throws(ProjectionStoreError) in
            try await inner.acquire(generation, for: node, milliseconds: milliseconds)
        }
    }

    package func renew(_ lease: Lease) async throws(ProjectionStoreError) -> Bool {
        try await faulty { () async throws(ProjectionStoreError) in try await inner.renew(lease) }
    }

    package func release(_ lease: Lease) async throws(ProjectionStoreError) {
        try await faulty { () async throws(ProjectionStoreError) in try await inner.release(lease) }
    }

    package func load(
        _ requests: [RowRequest], of generation: Generation
    ) async throws(ProjectionStoreError) -> [[[RowValue]]] {
        try await faulty { () async throws(ProjectionStoreError) in try await inner.load(requests, of: generation) }
    }

    package func commit(_ commit: ProjectionCommit) async throws(ProjectionStoreError) -> CommitVerdict {
        try await faulty { () async throws(ProjectionStoreError) in try await inner.commit(commit) }
    }

    package func parked(
        _ generation: Generation, after position: GlobalPosition, limit: Int
    ) async throws(ProjectionStoreError) -> [ParkedEvent] {
        try await faulty { () async throws(ProjectionStoreError) in
            try await inner.parked(generation, after: position, limit: limit)
        }
    }

    package func judge(
        _ generation: Generation, key: String?, verdict: ParkedEvent.Verdict
    ) async throws(ProjectionStoreError) -> Int {
        try await faulty { () async throws(ProjectionStoreError) in
            try await inner.judge(generation, key: key, verdict: verdict)
        }
    }
}
