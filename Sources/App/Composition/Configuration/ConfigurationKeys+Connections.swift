import Configuration

extension ConfigurationKeys {
    package enum Connections {
        package static let max = Setting<Int>.integer(
            "connections.max", default: 20_000, in: 1...1_000_000,
            "Open connections in all; more wait in the kernel's queue.")
        package static let perAddressMax = Setting<Int>.integer(
            "connections.per_address_max", default: 1000, in: 1...1_000_000,
            "Open connections of one address (IPv6: of one /64); more are closed at once.")
        package static let idleTimeout = Setting<Duration>.duration(
            "connections.idle_timeout", default: "75s", in: .seconds(1) ... .seconds(86400),
            "Silence after which a connection between two requests is closed.")
        package static let writeStallTimeout = Setting<Duration>.duration(
            "connections.write_stall_timeout", default: "30s", in: .seconds(1) ... .seconds(3600),
            "A client that takes nothing of its response for so long is cut off.")
        package static let requestsMax = Setting<Int>.integer(
            "connections.requests_max", default: 100_000, in: 1...1_000_000_000,
            "Requests on one connection, so that load moves to other nodes in time.")
    }

    static let connections = [
        Connections.max.key, Connections.perAddressMax.key, Connections.idleTimeout.key,
        Connections.writeStallTimeout.key, Connections.requestsMax.key,
    ]
}
