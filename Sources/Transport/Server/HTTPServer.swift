import HTTP
import Lifecycle
import Networking
import Prelude

/// Listens on one address with one socket for each loop and serves a router's routes.
// Safe because what changes is behind a lock, and each listener and service is used on its own loop only.
package final class HTTPServer: Service, @unchecked Sendable {
    /// What a server listens on and what it does there.
    package struct Configuration: Sendable {
        package var address: SocketAddress
        package var limits = ServerLimits()
        /// Fields that every response carries.
        package var commonFields = SecurityFields.standard
        package var observer: any ServerObserver = SilentObserver()
        /// Asked for each connection, so that a reloaded certificate holds for new ones; nil speaks in the clear.
        package var tls: (@Sendable () -> TLSServerContext?)?
        /// How long `stop` lets what was begun go on.
        package var drainTimeout: Duration = .seconds(20)
        /// The service's name in logs.
        package var name = "http"

        package init(address: SocketAddress) { self.address = address }
    }

    /// The address in use, with the port that the kernel has chosen.
    package let address: SocketAddress
    package let name: String
    private let drainTimeout: Duration
    private let listeners: [TCPListener]
    private let services: [LoopServices]
    private let admission: Admission

    /// Binds the sockets; connections are accepted after `start`.
    package init(_ configuration: Configuration, router: Router, loops: [EventLoop]) throws(SystemError) {
        (name, drainTimeout) = (configuration.name, configuration.drainTimeout)
        let limits = configuration.limits
        let observer = configuration.observer
        let settings = ServerSettings(
            limits: limits, router: router, observer: observer, commonFields: configuration.commonFields,
            isSecure: configuration.tls != nil)
        admission = Admission(
            connectionsMax: limits.connectionsMax, perAddressMax: limits.connectionsPerAddressMax,
            onRefusal: { observer.rejected($0.rawValue) })
        let services = loops.map { LoopServices(loop: $0) }
        self.services = services
        listeners = try TCPListener.bind(
            configuration.address, on: loops, settings: Self.listenerSettings(limits), admission: admission,
            tls: configuration.tls
        ) { connection in
            guard let own = services.first(where: { $0.loop === connection.loop }), !own.isDraining else {
                return connection.close()
            }
            // Why the error is passed over: the socket died between accept and here; its end is reported anyway.
            do throws(SystemError) {
                try connection.start(open: { ServerConnection($0, services: own, settings: settings) })
            } catch {
                connection.close(.failed(error))
            }
        }
        address = listeners.first?.address ?? configuration.address
    }

    /// Begins to accept on every loop.
    package func start() async throws(SystemError) {
        for listener in listeners {
            let failure: SystemError? = await on(listener.loop) {
                do throws(SystemError) {
                    try listener.start()
                    return nil
                } catch {
                    return error
                }
            }
            if let failure { throw failure }
        }
    }

    /// Open connections on all loops.
    package var connectionCount: Int { admission.count }

    /// Stops accepting, lets requests finish, says goodbye to sockets and streams; returns when all are gone.
    ///
    /// What is left when the time is over is closed.
    package func drain(within timeout: Duration) async {
        for listener in listeners { await on(listener.loop) { listener.close() } }
        await withTaskGroup { group in
            for own in services {
                group.addTask { await own.drained(within: timeout) }
            }
        }
    }

    package func stop() async { await drain(within: drainTimeout) }

    private func on<Result: Sendable>(_ loop: EventLoop, _ body: @escaping @Sendable () -> Result) async -> Result {
        await withUnsafeContinuation { continuation in
            loop.execute { continuation.resume(returning: body()) }
        }
    }

    private static func listenerSettings(_ limits: ServerLimits) -> ListenerSettings {
        var settings = ListenerSettings()
        settings.connection.idleTimeout = limits.idleTimeout
        settings.connection.writeStallTimeout = limits.writeStallTimeout
        settings.connection.outputHighMark = limits.streamHighMarkBytes
        settings.connection.outputLowMark = limits.streamHighMarkBytes / 4
        settings.connection.inputBytesMax =
            max(
                limits.http.headBytesMax + limits.http.fieldLineBytesMax, limits.http.startLineBytesMax) + (64 << 10)
        return settings
    }
}

extension LoopServices {
    /// Ends every connection of the loop, by its protocol or, when the time is over, at once.
    func drained(within timeout: Duration) async {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            loop.execute { [self] in
                let deadline = loop.schedule(after: timeout) { self.closeAll() }
                drain {
                    self.loop.cancel(deadline)
                    continuation.resume()
                }
            }
        }
    }
}
