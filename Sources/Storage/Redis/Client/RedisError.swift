/// Why a command has no reply. A cache treats all of them as a miss; others decide by the case.
package enum RedisError: Error, Sendable, Equatable {
    /// There is no connection now; the command was not sent.
    case unavailable
    /// Too many calls have failed lately; the command was not sent, so that nobody waits for a sick server.
    case circuitOpen
    /// As many commands as allowed are under way; the command was not sent.
    case overloaded
    /// No reply in time; the command may have taken effect.
    case timedOut
    /// The connection was lost after the command was sent; it may have taken effect.
    case disconnected
    /// The peer does not speak the protocol.
    case notRedis
    /// Redis answered with an error.
    case refused(RedisServerError)

    /// A fixed word for metrics.
    package var word: String {
        switch self {
        case .unavailable: "unavailable"
        case .circuitOpen: "circuit_open"
        case .overloaded: "overloaded"
        case .timedOut: "timed_out"
        case .disconnected: "disconnected"
        case .notRedis: "not_redis"
        case .refused: "refused"
        }
    }
}
