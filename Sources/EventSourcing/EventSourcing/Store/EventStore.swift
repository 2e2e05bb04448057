/// The log: the only place where anything is written first.
///
/// Invariant: positions are 1, 2, 3 … in commit order, so a reader that sees a position sees every earlier one.
/// Invariant: versions of a stream are 1, 2, 3 …; an append is stored whole or not at all, its events side by side.
/// Invariant: a command id takes effect at most once in a tenant.
///
/// Every store passes `EventStoreContract`. A store's own clock sets `recorded`.
package protocol EventStore: Sendable {
    /// Stores a batch in one transaction; the results stand in the order of the batch.
    ///
    /// Appends are judged one after the other, each seeing those before it. A loser does not hold back the others.
    /// Cancelling the calling task does not interrupt a started append: others may be in the same batch.
    func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult]

    /// What a command did, if it took effect: how an unknown commit outcome is settled.
    func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome?

    /// A page of one stream.
    func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage

    /// A page of the log in order of position.
    func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage

    /// Where the log begins and ends now.
    func head() async throws(EventStoreError) -> LogHead
}
