/// Is told what happens, for metrics and the log; every call comes on the client's loop.
package protocol RedisObserver: AnyObject, Sendable {
    /// A command has ended: with a reply if there is no error.
    func redisCommandEnded(after duration: Duration, error: RedisError?)
    /// The connection is open and signed in.
    func redisConnected()
    /// The connection was lost, or could not be made; another attempt follows after the delay.
    func redisLost(_ reason: RedisLoss, retryingIn delay: Duration)
    /// The breaker has opened or closed.
    func redisBreaker(isOpen: Bool)
}

extension RedisObserver {
    package func redisCommandEnded(after duration: Duration, error: RedisError?) {}
    package func redisConnected() {}
    package func redisLost(_ reason: RedisLoss, retryingIn delay: Duration) {}
    package func redisBreaker(isOpen: Bool) {}
}

/// Why a connection ended or did not come to be; the texts are for the log.
package enum RedisLoss: Sendable, Equatable {
    case notReached(String)
    /// The server refused the credentials or the database.
    case notAdmitted(RedisServerError)
    case closed(String)
    /// Connecting, signing in, or the oldest command took too long.
    case stalled
    case notRedis
}
