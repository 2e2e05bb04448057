import Glibc
import Lifecycle
import Networking
import Server
import WebSocket

/// The edge without the gateway: what the HTTP benchmarks and the outside conformance suites talk to.
///
/// It is a program of its own so that it builds in seconds and measures nothing but the edge.
@main
enum Main {
    static func main() async {
        var files = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        files.rlim_cur = files.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        do {
            try await serve(ProbeOptions(Array(CommandLine.arguments.dropFirst())))
        } catch {
            write("\(error)\n", to: STDERR_FILENO)
            exit(69)
        }
    }

    private static func serve(_ options: ProbeOptions) async throws {
        let group = try EventLoopGroup(count: options.loops)
        if options.isEcho { return try await echo(options, group) }
        var configuration = HTTPServer.Configuration(address: .loopback(port: options.port))
        configuration.limits.connectionsPerAddressMax = configuration.limits.connectionsMax
        configuration.limits.webSocket.frameBytesMax = 32 << 20
        configuration.limits.webSocket.messageBytesMax = 32 << 20
        configuration.limits.webSocket.fragmentsMax = 1 << 20
        configuration.limits.socketQueueBytesMax = 64 << 20
        configuration.limits.socketFrameBurst = 1 << 30
        if let certificate = options.certificate, let key = options.key {
            let context = try TLSServerContext(
                identities: [.init(certificateChainFile: certificate, privateKeyFile: key)],
                protocols: ["http/1.1"], ticketKeys: TLSTicketKeys())
            configuration.tls = { context }
        }
        let ended = try stopSignal()
        let server = try HTTPServer(configuration, router: ProbeRoutes.router(options), loops: group.loops)
        try await server.start()
        write("\(server.address.port)\n", to: STDOUT_FILENO)
        for await _ in ended { break }
        await server.drain(within: .seconds(2))
    }

    private static func echo(_ options: ProbeOptions, _ group: EventLoopGroup) async throws {
        let ended = try stopSignal()
        let listeners = try EchoProbe.start(on: group, port: options.port)
        write("\(listeners[0].address.port)\n", to: STDOUT_FILENO)
        for await _ in ended { break }
    }

    /// One element when somebody asks the program to end.
    private static func stopSignal() throws(SystemError) -> AsyncStream<Void> {
        let (ended, feed) = AsyncStream<Void>.makeStream()
        try ProcessSignals.observe { signal in
            if case .stop = signal { feed.yield() }
        }
        return ended
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }
}
