import HTTP
import Lifecycle
import Networking

/// Calls other servers over pooled connections on the process's own loops.
///
/// TLS is verified, redirects are not followed, every wait and every size is bounded. Whether internal addresses may
/// be called is the connector's setting: a client for addresses that users name refuses them.
package final class HTTPClient: Sendable {
    private let pools: [ClientPool]
    private let loops: EventLoopGroup
    private let settings: ClientSettings

    package init(
        _ connector: Connector, loops: EventLoopGroup, tls: TLSClientContext? = nil,
        settings: ClientSettings = ClientSettings()
    ) {
        (self.loops, self.settings) = (loops, settings)
        pools = loops.loops.map { ClientPool(connector, on: $0, tls: tls, settings: settings) }
    }

    /// Calls that run go on; what is idle would otherwise hold its pool until its timeout.
    deinit { closeIdle() }

    /// Sends the request and returns the whole answer; cancelling the caller's task ends the call.
    ///
    /// A request that is idempotent is sent once more when a kept connection turns out to have been closed.
    package func send(_ request: ClientRequest) async throws(ClientFailure) -> ClientResponse {
        let loop = loops.next()
        guard let pool = pools.first(where: { $0.loop === loop }) else { throw .busy }
        let call = ClientCall(request, settings: settings, loop: loop)
        let result: Result<ClientResponse, ClientFailure> = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                loop.execute { call.start(in: pool, continuation) }
            }
        } onCancel: {
            loop.execute { call.fail(.cancelled) }
        }
        return try result.get()
    }

    /// Closes the connections that no call uses; from anywhere.
    package func closeIdle() {
        for pool in pools { pool.loop.execute { pool.closeIdle() } }
    }
}
