import Configuration

extension ConfigurationKeys {
    package enum Server {
        package static let listen = Setting<[String]>.list(
            "server.listen", default: ":4000",
            "Addresses that clients connect to: `:4000`, `127.0.0.1:4000`, `[::1]:4000` or `unix:/path`.")
        package static let admin = Setting<[String]>.list(
            "server.admin_listen", default: "127.0.0.1:4001",
            "Addresses of the probes and metrics; never reachable from outside. Empty switches them off.")
        package static let loops = Setting<Int>.integer(
            "server.loops", default: 0, in: 0...256, "Event loops; 0 is one for each core.")
    }

    package enum TLS {
        package static let certificate = Setting<String?>.text(
            "tls.certificate_file", "PEM file with the certificate chain; without it clients connect in the clear.")
        package static let key = Setting<String?>.text("tls.private_key_file", "PEM file with the private key.")
        package static let ticketPeriod = Setting<Duration>.duration(
            "tls.ticket_key_period", default: "4h", in: .seconds(60) ... .seconds(7 * 86400),
            "How long one key seals session tickets.")
    }

    package enum Shutdown {
        package static let preStop = Setting<Duration>.duration(
            "shutdown.pre_stop", default: "5s", in: .zero ... .seconds(600),
            "From not ready to not accepting, so that load balancers notice.")
        package static let deadline = Setting<Duration>.duration(
            "shutdown.deadline", default: "30s", in: .seconds(1) ... .seconds(3600),
            "For requests, sockets and services to end, from the signal on.")
    }

    static let server = [Server.listen.key, Server.admin.key, Server.loops.key]
    static let tls = [TLS.certificate.key, TLS.key.key, TLS.ticketPeriod.key]
    static let shutdown = [Shutdown.preStop.key, Shutdown.deadline.key]
}
