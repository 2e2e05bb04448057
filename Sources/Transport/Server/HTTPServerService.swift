import Lifecycle
import Telemetry

/// An HTTP server as a part of the process: accepts from its start, drains when it is stopped.
package struct HTTPServerService: Service {
    package let name: String
    package let server: HTTPServer
    private let drainTimeout: Duration
    private let log: Log

    /// `drainTimeout` must be shorter than the group's deadline, so that connections are closed by their protocols.
    package init(_ name: String, _ server: HTTPServer, drainTimeout: Duration, log: Log = .silent) {
        (self.name, self.server, self.drainTimeout, self.log) = (name, server, drainTimeout, log)
    }

    package func start() async throws {
        try await server.start()
        log.info("listening", ["server": LogValue(name), "address": LogValue(server.address)])
    }

    package func stop() async { await server.drain(within: drainTimeout) }
}
