import Lifecycle

/// The parts of a node that run for as long as it does, each as a service of the group.
enum NodeServices {
    /// Opened before, closed last.
    struct Storage: Service {
        let name = "storage"
        let storage: NodeStorage
        func stop() async { await storage.close() }
    }

    /// A loop that works until it is cancelled.
    struct Loop: Service {
        let name: String
        let body: @Sendable () async throws -> Void
        func run() async throws { try await body() }
    }
}
