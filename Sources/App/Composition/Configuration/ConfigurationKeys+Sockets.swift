import Configuration

extension ConfigurationKeys {
    package enum WebSocket {
        package static let frameBytesMax = Setting<Int>.size(
            "websocket.frame_bytes_max", default: "1MiB", in: 125...(1 << 30), "One frame; then 1009.")
        package static let messageBytesMax = Setting<Int>.size(
            "websocket.message_bytes_max", default: "1MiB", in: 125...(1 << 30),
            "One message, joined and decompressed; then 1009.")
        package static let fragmentsMax = Setting<Int>.integer(
            "websocket.fragments_max", default: 1024, in: 1...1_000_000, "Frames of one message; then 1009.")
        package static let queueBytesMax = Setting<Int>.size(
            "websocket.queue_bytes_max", default: "1MiB", in: 4096...(1 << 30),
            "Output pending on one socket; then it is closed as a slow consumer.")
        package static let frameBurst = Setting<Int>.integer(
            "websocket.frame_burst", default: 20_000, in: 1...1_000_000, "Frames that may come in a burst.")
        package static let framesPerSecond = Setting<Int>.integer(
            "websocket.frames_per_second", default: 5000, in: 1...1_000_000, "Frames a second for long; then 1008.")
        package static let pingInterval = Setting<Duration>.duration(
            "websocket.ping_interval", default: "30s", in: .seconds(1) ... .seconds(3600),
            "Silence after which a socket is pinged.")
        package static let pingPatience = Setting<Duration>.duration(
            "websocket.ping_patience", default: "20s", in: .seconds(1) ... .seconds(3600),
            "Silence after a ping after which the socket is given up.")
        package static let closeTimeout = Setting<Duration>.duration(
            "websocket.close_timeout", default: "5s", in: .milliseconds(100) ... .seconds(60),
            "How long the peer may take to answer a close frame.")
        package static let initTimeout = Setting<Duration>.duration(
            "websocket.init_timeout", default: "10s", in: .milliseconds(100) ... .seconds(60),
            "How long a client may take to send `connection_init`; then 4408.")
        package static let subscriptionsMax = Setting<Int>.integer(
            "websocket.subscriptions_max", default: 100, in: 1...10_000, "Operations that run at once on one socket.")
        package static let origins = Setting<[String]>.list(
            "websocket.origins", "Origins whose pages may open sockets; programs, which send none, always may.")
        package static let compresses = Setting<Bool>.flag(
            "websocket.compresses", default: true, "Offers permessage-deflate.")
    }

    package enum SSE {
        package static let heartbeat = Setting<Duration>.duration(
            "sse.heartbeat", default: "15s", in: .seconds(1) ... .seconds(600),
            "Silence after which a comment is sent, so that proxies keep the stream open.")
        package static let retry = Setting<Duration>.duration(
            "sse.retry", default: "1s", in: .milliseconds(100) ... .seconds(600),
            "What clients wait before they connect again, spread over this and twice this.")
    }

    static let websocket = [
        WebSocket.frameBytesMax.key, WebSocket.messageBytesMax.key, WebSocket.fragmentsMax.key,
        WebSocket.queueBytesMax.key, WebSocket.frameBurst.key, WebSocket.framesPerSecond.key,
        WebSocket.pingInterval.key, WebSocket.pingPatience.key, WebSocket.closeTimeout.key,
        WebSocket.initTimeout.key, WebSocket.subscriptionsMax.key, WebSocket.origins.key, WebSocket.compresses.key,
    ]
    static let sse = [SSE.heartbeat.key, SSE.retry.key]
}
