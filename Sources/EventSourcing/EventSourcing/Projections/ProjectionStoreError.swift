/// Why the store of projections could not answer; being fenced out is no error but a verdict.
package enum ProjectionStoreError: Error {
    /// Nothing can be said about what was written: read the checkpoint before going on.
    case unavailable(underlying: any Error)
    case unknownGeneration(Generation)
    /// Some row of a batch, or some key that was asked for, is one that the store will never take; nothing was written.
    case rejected(reason: String)
    /// The tables on disk are not those of the projection: a mistake in the code.
    case mismatch(reason: String)
}
