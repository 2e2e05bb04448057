extension DatabaseReader {
    /// For stores that have no form of their own: one task waits for the batch.
    package func read(
        _ queries: [Query], in scope: ReadScope, whenDone: @escaping @Sendable ([QueryResult]) -> Void
    ) {
        Task { whenDone(await read(queries, in: scope)) }
    }
}
