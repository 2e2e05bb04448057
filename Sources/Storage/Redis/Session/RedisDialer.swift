import Networking

/// Opens connections for Redis: names, addresses and Unix sockets, plain or under TLS.
package struct RedisDialer: Sendable {
    private let connector: Connector
    private let tls: TLSClientContext?

    /// Takes the rules for TLS; without them an endpoint that asks for TLS is never reached.
    package init(_ connector: Connector, tls: TLSClientContext? = nil) {
        (self.connector, self.tls) = (connector, tls)
    }

    /// Calls back once, on the loop, with a connection that has yet to be started.
    func dial(
        _ endpoint: RedisEndpoint, on loop: EventLoop, timeout: Duration,
        completion: @escaping (Result<Connection, DialFailure>) -> Void
    ) {
        guard !endpoint.usesTLS || tls != nil else { return completion(.failure(.noTLS)) }
        let target: Endpoint =
            switch endpoint.place {
            case .host(let name, let port): .host(name, port: port)
            case .socket(let path): .address(.unix(path: path))
            }
        var connector = connector
        connector.settings.timeout = timeout
        // Why no idle timeout: a subscriber may be silent for hours, and both clients watch their connection.
        connector.settings.connection.idleTimeout = nil
        connector.connect(to: target, on: loop, tls: endpoint.usesTLS ? tls : nil) { result in
            completion(result.mapError { .notConnected($0) })
        }
    }
}

/// Why there is no connection to sign in on.
enum DialFailure: Error, Equatable {
    case noTLS
    case notConnected(ConnectFailure)

    var text: String {
        switch self {
        case .noTLS: "the endpoint asks for TLS and no rules for it were given"
        case .notConnected(let failure): "\(failure)"
        }
    }
}
