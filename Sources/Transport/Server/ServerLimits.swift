import HTTP
import WebSocket

/// Every bound of the server, with its default; configuration names each of them.
package struct ServerLimits: Sendable {
    /// Limits of a request's parts; `http.bodyBytesMax` holds for routes that name no bound of their own.
    package var http = HTTPLimits()
    /// Limits of a WebSocket's frames and messages.
    package var webSocket = WebSocketLimits()

    /// Limit: open connections in all; more wait in the kernel's queue.
    package var connectionsMax = 20_000
    /// Limit: open connections of one address; more are closed at once.
    package var connectionsPerAddressMax = 1_000
    /// Limit: requests on one connection, so that load moves to other nodes in time.
    package var requestsPerConnectionMax = 100_000
    /// A head must be complete this long after its first byte, the first one after the connection was opened, however
    /// steadily it comes; beyond it 408.
    package var headTimeout: Duration = .seconds(10)
    /// A connection between two requests is closed after this silence.
    package var idleTimeout: Duration = .seconds(75)
    /// A body must come at this rate in every `bodyRateInterval`; beyond it 408.
    package var bodyBytesPerSecondMin = 512
    /// How often the rate of a body is looked at; its first interval is its grace.
    package var bodyRateInterval: Duration = .seconds(10)
    /// A client that takes nothing of its response for this long is cut off.
    package var writeStallTimeout: Duration = .seconds(30)
    /// Limit: output that a streaming handler may have pending before it is asked to wait.
    package var streamHighMarkBytes = 256 << 10

    /// Limit: output pending on one socket; beyond it the socket is closed as a slow consumer.
    package var socketQueueBytesMax = 1 << 20
    /// Limit: frames that a socket may send in a burst.
    package var socketFrameBurst = 20_000
    /// Limit: frames a second that a socket may send for long; beyond it 1008.
    package var socketFramesPerSecond = 5_000
    /// A socket that is silent for this long is pinged.
    package var socketPingInterval: Duration = .seconds(30)
    /// A pinged socket that stays silent for this long is given up.
    package var socketPingPatience: Duration = .seconds(20)
    /// How long the peer may take to answer a close frame.
    package var socketCloseTimeout: Duration = .seconds(5)

    /// An event stream sends a comment after this silence, so that proxies keep it open.
    package var eventStreamHeartbeat: Duration = .seconds(15)
    /// What clients of an event stream wait before they connect again after a drain; spread over this and twice this.
    package var eventStreamRetry: Duration = .seconds(1)
    /// Limit: shorter bodies are never compressed.
    package var compressedBytesMin = 1_024

    package init() {}
}
