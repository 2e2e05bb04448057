/// Keeps folded states so that a long stream need not be read from its beginning. Losing one loses nothing.
package protocol SnapshotStore: Sendable {
    /// The snapshot of a stream that was taken with this schema.
    func snapshot(of stream: StreamName, in tenant: TenantID, schema: UInt32) async throws(EventStoreError) -> Snapshot?

    /// Keeps a snapshot, unless a newer one of the same schema is already there.
    func save(_ snapshot: Snapshot) async throws(EventStoreError)

    /// Forgets every snapshot of a stream, because it ended or a subject was erased.
    func removeSnapshots(of stream: StreamName, in tenant: TenantID) async throws(EventStoreError)
}
