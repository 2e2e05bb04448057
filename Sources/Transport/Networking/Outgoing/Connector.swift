import Glibc
import Lifecycle

/// Opens connections to names and addresses, all within one deadline.
package struct Connector: Sendable {
    package var settings: ConnectorSettings
    private let resolver: Resolver

    package init(resolver: Resolver, settings: ConnectorSettings = ConnectorSettings()) {
        (self.resolver, self.settings) = (resolver, settings)
    }

    /// Calls back once, on the loop, with a connection that has yet to be started; only call it on the loop.
    ///
    /// With `tls`, the handshake happens when the connection is started and verifies the endpoint's name.
    package func connect(
        to endpoint: Endpoint, on loop: EventLoop, tls: TLSClientContext? = nil,
        completion: @escaping (Result<Connection, ConnectFailure>) -> Void
    ) {
        loop.preconditionInLoop()
        let race = ConnectRace(endpoint, on: loop, settings: settings, tls: tls, completion: completion)
        race.start(resolver)
    }

    /// Opens a connection from anywhere; it belongs to the loop.
    package func connect(
        to endpoint: Endpoint, on loop: EventLoop, tls: TLSClientContext? = nil
    ) async throws(ConnectFailure) -> Connection {
        let result: Result<Connection, ConnectFailure> = await withUnsafeContinuation { continuation in
            loop.execute {
                connect(to: endpoint, on: loop, tls: tls) { continuation.resume(returning: $0) }
            }
        }
        return try result.get()
    }
}
