/// A part of the process that starts, runs and stops: a listener, a pool, a projection runner.
package protocol Service: Sendable {
    /// A fixed word for logs and errors.
    var name: String { get }

    /// Returns when the service can be used by those that start after it.
    func start() async throws

    /// Works until the task is cancelled; returning or throwing before that stops the whole group.
    func run() async throws

    /// Takes nothing new, finishes what has begun, and returns. At the deadline the task is cancelled.
    func stop() async
}

extension Service {
    package func start() async throws {}

    /// For services that work by being called: waits to be cancelled.
    package func run() async throws { await untilCancelled() }

    package func stop() async {}
}

/// Returns when the task is cancelled.
package func untilCancelled() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    await withTaskCancellationHandler {
        for await _ in stream {}
    } onCancel: {
        continuation.finish()
    }
}
