/// Why the store of projections could not answer; being fenced out is no error but a verdict.
package enum ProjectionStoreError: Error {
    /// Nothing can be said about what was written: read the checkpoint before going on.
    case unavailable(underlying: any Error)
    case unknownGeneration(Generation)
    /// A row does not fit its table, or the tables on disk are not those of the projection: a mistake in the code.
    case mismatch(reason: String)
}
