/// Where read-model rows, checkpoints, leases and parked events live; every store passes `ProjectionStoreContract`.
///
/// Invariant: the rows of a batch, its parked events and its checkpoint are written in one transaction, or none is.
/// Invariant: a checkpoint never moves back; only the holder of the highest lease epoch moves it.
package protocol ProjectionStore: Sendable {
    /// Creates a generation with its empty tables and its checkpoint before the first event.
    ///
    /// The first generation of a projection is live at once, unless `stage` says building. Creating one that is
    /// already there with the same tables does nothing, so that nodes may start together.
    func create(
        _ generation: Generation, codeVersion: Int32, stage: GenerationRecord.Stage, at start: Cursor,
        gate: GlobalPosition, tables: [ReadModelTable]
    ) async throws(ProjectionStoreError)

    /// Every generation of one projection or of all, ordered by name and number.
    func records(of projection: ProjectionName?) async throws(ProjectionStoreError) -> [GenerationRecord]

    /// Makes a caught-up generation the live one and retires the one before it, in one transaction.
    ///
    /// It has caught up when its checkpoint is not behind that of the live one in that transaction: what has been read
    /// once stays readable.
    func promote(_ lease: Lease) async throws(ProjectionStoreError) -> PromotionVerdict

    /// Drops a generation that is not live, with its tables.
    func drop(_ generation: Generation) async throws(ProjectionStoreError)

    func setPaused(_ paused: Bool, _ generation: Generation) async throws(ProjectionStoreError)

    /// Says that a node is alive for the time to live and lists those that are, itself included, in order.
    func heartbeat(_ node: NodeID, milliseconds: Int64) async throws(ProjectionStoreError) -> [NodeID]

    /// Grants the lease if nobody holds it or the node itself does; every grant raises the epoch.
    func acquire(
        _ generation: Generation, for node: NodeID, milliseconds: Int64
    ) async throws(ProjectionStoreError) -> Lease?

    /// Extends a lease that is still the latest; false if another epoch was granted since.
    func renew(_ lease: Lease) async throws(ProjectionStoreError) -> Bool

    /// Gives a lease back early; does nothing if it is no longer the latest.
    func release(_ lease: Lease) async throws(ProjectionStoreError)

    /// Reads rows of a generation's own tables; the answers stand in the order of the requests.
    func load(
        _ requests: [RowRequest], of generation: Generation
    ) async throws(ProjectionStoreError) -> [[[RowValue]]]

    /// Writes a batch if the lease is the latest and the checkpoint stands where the batch began.
    func commit(_ commit: ProjectionCommit) async throws(ProjectionStoreError) -> CommitVerdict

    /// Parked events of a generation after a position, in order.
    func parked(
        _ generation: Generation, after position: GlobalPosition, limit: Int
    ) async throws(ProjectionStoreError) -> [ParkedEvent]

    /// Notes what is to become of the parked events of one key, or of all; the runner then does it. Returns how many.
    func judge(
        _ generation: Generation, key: String?, verdict: ParkedEvent.Verdict
    ) async throws(ProjectionStoreError) -> Int
}
