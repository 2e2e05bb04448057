import Configuration
import HTTP
import Networking
import Server
import WebSocket

/// What the network edge is built from.
package struct EdgeSettings: Sendable {
    package var listen: [SocketAddress]
    package var admin: [SocketAddress]
    /// Nil is one loop for each core.
    package var loops: Int?
    /// Nil speaks in the clear.
    package var identity: TLSServerContext.Identity?
    package var ticketKeyPeriod: Duration
    package var limits: ServerLimits
    package var cors: CORSPolicy
    package var socketOrigins: OriginList?
    package var compressesSockets: Bool

    /// Reads the groups `server`, `tls`, `connections`, `http`, `cors`, `websocket` and `sse`.
    package init(_ configuration: Configuration) throws(ConfigurationFaults) {
        var faults: [ConfigurationFault] = []
        listen = Self.addresses(ConfigurationKeys.Server.listen, configuration, &faults)
        admin = Self.addresses(ConfigurationKeys.Server.admin, configuration, &faults)
        let count = configuration[ConfigurationKeys.Server.loops]
        loops = count == 0 ? nil : count
        identity = Self.identity(configuration, &faults)
        ticketKeyPeriod = configuration[ConfigurationKeys.TLS.ticketPeriod]
        limits = ServerLimits(configuration)
        cors = CORSPolicy(
            origins: OriginList(configuration[ConfigurationKeys.CORS.origins]),
            allowsCredentials: configuration[ConfigurationKeys.CORS.credentials],
            methods: "GET, POST, PUT, PATCH, DELETE, OPTIONS", fields: Self.ownFields,
            exposed: "Belvedere-Token, ETag, Retry-After",
            maxAgeSeconds: Int(configuration[ConfigurationKeys.CORS.maxAge].components.seconds))
        let origins = configuration[ConfigurationKeys.WebSocket.origins]
        socketOrigins = origins.isEmpty ? nil : OriginList(origins)
        compressesSockets = configuration[ConfigurationKeys.WebSocket.compresses]
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
    }

    /// What a page of another origin may send along.
    private static let ownFields: StaticString = """
        Content-Type, Authorization, Belvedere-Token, Belvedere-Cost-Only, Idempotency-Key, \
        GraphQL-Require-Preflight, Apollo-Require-Preflight, Last-Event-ID, X-GraphQL-Event-Stream-Token, \
        traceparent
        """

    private static func addresses(
        _ setting: Setting<[String]>, _ configuration: Configuration, _ faults: inout [ConfigurationFault]
    ) -> [SocketAddress] {
        configuration[setting].compactMap { text in
            let address = SocketAddress(text)
            if address == nil {
                faults.append(
                    configuration.fault(
                        of: setting.key.name,
                        "must hold addresses such as :4000, 127.0.0.1:4000 or unix:/path (one is \"\(text)\")"))
            }
            return address
        }
    }

    private static func identity(
        _ configuration: Configuration, _ faults: inout [ConfigurationFault]
    ) -> TLSServerContext.Identity? {
        let keys = ConfigurationKeys.TLS.self
        switch (configuration[keys.certificate], configuration[keys.key]) {
        case (nil, nil): return nil
        case (let chain?, let key?):
            return TLSServerContext.Identity(certificateChainFile: chain, privateKeyFile: key)
        case (nil, _?):
            faults.append(configuration.fault(of: keys.key.key.name, "needs tls.certificate_file beside it"))
        case (_?, nil):
            faults.append(configuration.fault(of: keys.certificate.key.name, "needs tls.private_key_file beside it"))
        }
        return nil
    }
}

extension ServerLimits {
    /// Reads the limits of the groups `connections`, `http`, `websocket` and `sse`.
    package init(_ configuration: Configuration) {
        self.init()
        readConnections(configuration)
        readHTTP(configuration)
        readSockets(configuration)
    }

    private mutating func readConnections(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.Connections
        connectionsMax = configuration[Keys.max]
        connectionsPerAddressMax = configuration[Keys.perAddressMax]
        idleTimeout = configuration[Keys.idleTimeout]
        writeStallTimeout = configuration[Keys.writeStallTimeout]
        requestsPerConnectionMax = configuration[Keys.requestsMax]
    }

    private mutating func readHTTP(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.HTTP
        http.headBytesMax = configuration[Keys.headBytesMax]
        http.startLineBytesMax = configuration[Keys.startLineBytesMax]
        http.fieldLineBytesMax = configuration[Keys.fieldLineBytesMax]
        http.fieldCountMax = configuration[Keys.fieldCountMax]
        http.bodyBytesMax = configuration[Keys.bodyBytesMax]
        http.chunkExtensionBytesMax = configuration[Keys.chunkExtensionBytesMax]
        http.trailerBytesMax = configuration[Keys.trailerBytesMax]
        headTimeout = configuration[Keys.headTimeout]
        bodyBytesPerSecondMin = configuration[Keys.bodyRateMin]
        bodyRateInterval = configuration[Keys.bodyRateInterval]
        streamHighMarkBytes = configuration[Keys.streamHighMark]
        compressedBytesMin = configuration[Keys.compressedBytesMin]
    }

    private mutating func readSockets(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.WebSocket
        webSocket.frameBytesMax = configuration[Keys.frameBytesMax]
        webSocket.messageBytesMax = configuration[Keys.messageBytesMax]
        webSocket.fragmentsMax = configuration[Keys.fragmentsMax]
        socketQueueBytesMax = configuration[Keys.queueBytesMax]
        socketFrameBurst = configuration[Keys.frameBurst]
        socketFramesPerSecond = configuration[Keys.framesPerSecond]
        socketPingInterval = configuration[Keys.pingInterval]
        socketPingPatience = configuration[Keys.pingPatience]
        socketCloseTimeout = configuration[Keys.closeTimeout]
        eventStreamHeartbeat = configuration[ConfigurationKeys.SSE.heartbeat]
        eventStreamRetry = configuration[ConfigurationKeys.SSE.retry]
    }
}
