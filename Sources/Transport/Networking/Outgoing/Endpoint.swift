/// What to connect to.
package enum Endpoint: Sendable, Hashable, CustomStringConvertible {
    case address(SocketAddress)
    case host(String, port: UInt16)

    package var description: String {
        switch self {
        case .address(let address): address.description
        case .host(let name, let port): "\(name):\(port)"
        }
    }

    /// What a TLS certificate must name.
    var serverName: String {
        switch self {
        case .address(.ip(let address, _, _)): address.description
        case .address(.unix): ""
        case .host(let name, _): name
        }
    }
}
