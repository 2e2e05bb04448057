/// Decides which address to try when (RFC 8305): families in turn, a new attempt after each delay or failure, and
/// the first success ends the race. It performs nothing itself.
struct HappyEyeballsMachine {
    enum Action: Equatable {
        /// Try this address; if `thenWait`, ask again after the delay.
        case attempt(SocketAddress, thenWait: Bool)
        /// Nothing to do but to wait for the running attempts.
        case wait
        /// Every address has failed.
        case giveUp
    }

    private var untried: ArraySlice<SocketAddress>
    private var running = 0

    /// Addresses in the order of preference; the resolver has sorted them.
    init(_ addresses: [SocketAddress]) { untried = Self.interleave(addresses)[...] }

    mutating func start() -> Action { attemptNext() }

    mutating func delayPassed() -> Action { untried.isEmpty ? .wait : attemptNext() }

    mutating func attemptFailed() -> Action {
        running -= 1
        if !untried.isEmpty { return attemptNext() }
        return running == 0 ? .giveUp : .wait
    }

    private mutating func attemptNext() -> Action {
        guard let address = untried.popFirst() else { return .giveUp }
        running += 1
        return .attempt(address, thenWait: !untried.isEmpty)
    }

    private static func interleave(_ addresses: [SocketAddress]) -> [SocketAddress] {
        guard let first = addresses.first else { return [] }
        var own = addresses.filter { $0.family == first.family }[...]
        var other = addresses.filter { $0.family != first.family }[...]
        var result: [SocketAddress] = []
        while !own.isEmpty || !other.isEmpty {
            if let next = own.popFirst() { result.append(next) }
            if let next = other.popFirst() { result.append(next) }
        }
        return result
    }
}
