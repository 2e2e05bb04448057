import HTTP
import Lifecycle

/// What the server tells whoever counts and logs; called on loops, so it must be quick.
package protocol ServerObserver: Sendable {
    /// Something was turned away because of a bound or a rule; `reason` is one of a closed set of words.
    func rejected(_ reason: String)
    /// A response was handed over whole, or given up (`status` 499) because its client went away.
    ///
    /// `startedAt` is the beginning of the tick in which the handler was called.
    func answered(_ request: Request, status: HTTPStatus, startedAt: MonotonicTime)
    /// A socket was opened or closed.
    func socketsChanged(by delta: Int)
}

/// Counts nothing.
package struct SilentObserver: ServerObserver {
    package init() {}
    package func rejected(_ reason: String) {}
    package func answered(_ request: Request, status: HTTPStatus, startedAt: MonotonicTime) {}
    package func socketsChanged(by delta: Int) {}
}
