/// How a load is carried out; the executor awaits all loads of a wave together.
package enum Loader: Sendable {
    /// Answers at once, on the caller's thread, without a task.
    case immediate(@Sendable (LoadCall) -> LoadResult)
    /// Starts the work and calls back exactly once, from any thread.
    case callback(@Sendable (LoadCall, @escaping @Sendable (LoadResult) -> Void) -> Void)
    /// For callers that are written with `await`.
    case asynchronous(@Sendable (LoadCall) async -> LoadResult)
}
