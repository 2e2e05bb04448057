import Prelude
import Synchronization

/// Counts the connections of all loops against a limit in all and a limit an address.
package final class Admission: Sendable {
    /// Why a connection was not let in.
    package enum Refusal: String, Sendable {
        case total = "connections"
        case address = "connections_per_address"
    }

    private struct State {
        var total = 0
        var perAddress: [IPAddress: Int] = [:]
        var waiting: [@Sendable () -> Void] = []
    }

    private let state = Lock(State())
    package let connectionsMax: Int
    package let perAddressMax: Int
    /// Called once for each connection that was turned away, on the listener's loop.
    package let onRefusal: @Sendable (Refusal) -> Void

    package init(
        connectionsMax: Int, perAddressMax: Int, onRefusal: @escaping @Sendable (Refusal) -> Void = { _ in }
    ) {
        (self.connectionsMax, self.perAddressMax, self.onRefusal) = (connectionsMax, perAddressMax, onRefusal)
    }

    package var count: Int { state.withLock { $0.total } }

    var isFull: Bool { state.withLock { $0.total >= connectionsMax } }

    /// Nil if the limit is reached; IPv6 addresses count by their /64, Unix sockets only in all.
    func admit(_ address: SocketAddress) -> Result<AdmissionTicket, AdmissionRefused> {
        let subscriber = address.ip?.subscriber
        return state.withLock { state in
            guard state.total < connectionsMax else { return .failure(AdmissionRefused(reason: .total)) }
            if let subscriber {
                let own = state.perAddress[subscriber, default: 0]
                guard own < perAddressMax else { return .failure(AdmissionRefused(reason: .address)) }
                state.perAddress[subscriber] = own + 1
            }
            state.total += 1
            return .success(AdmissionTicket(admission: self, subscriber: subscriber))
        }
    }

    /// Runs the function as soon as there is room: now, or when a connection ends.
    func whenRoom(_ body: @escaping @Sendable () -> Void) {
        let hasRoom = state.withLock { state in
            if state.total < connectionsMax { return true }
            state.waiting.append(body)
            return false
        }
        if hasRoom { body() }
    }

    fileprivate func release(_ subscriber: IPAddress?) {
        let waiting = state.withLock { state in
            state.total -= 1
            if let subscriber, let own = state.perAddress[subscriber] {
                state.perAddress[subscriber] = own > 1 ? own - 1 : nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
        for body in waiting { body() }
    }
}

struct AdmissionRefused: Error {
    let reason: Admission.Refusal
}

/// One admitted connection; given back once.
package final class AdmissionTicket: Sendable {
    private let admission: Admission
    private let subscriber: IPAddress?
    private let isReleased = Atomic<Bool>(false)

    fileprivate init(admission: Admission, subscriber: IPAddress?) {
        (self.admission, self.subscriber) = (admission, subscriber)
    }

    deinit { release() }

    func release() {
        guard !isReleased.exchange(true, ordering: .acquiringAndReleasing) else { return }
        admission.release(subscriber)
    }
}
