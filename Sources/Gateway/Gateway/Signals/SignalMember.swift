import ContextKit
import Networking

/// One client's subscription to signals.
// Safe because every member but the constants is used on the loop only.
final class SignalMember: LiveRun, @unchecked Sendable {
    let operation: SignalOperation
    let loop: EventLoop
    private let isExpired: (@Sendable () -> Bool)?
    private let hub: SignalHub
    private var seat: LiveSeat?
    private var sink: (any LiveSink)?

    init(
        _ operation: SignalOperation, on loop: EventLoop, hub: SignalHub, seat: consuming LiveSeat,
        isExpired: (@Sendable () -> Bool)?, sink: any LiveSink
    ) {
        (self.operation, self.loop, self.hub, self.isExpired) = (operation, loop, hub, isExpired)
        self.seat = consume seat
        self.sink = sink
    }

    /// Listens from now on, if the viewer may.
    func begin() {
        hub.add(self)
        Task(executorPreference: loop) { [self] in
            do throws(PublicFailure) {
                let people = try await operation.recipe.audience(
                    operation.subject, operation.viewer.tenant, operation.services)
                if operation.viewer.actor.map(people.contains) != true { end(.shutOut) }
            } catch {
                end(LiveFailure(error))
            }
        }
    }

    func cancel() {
        guard sink != nil else { return }
        sink = nil
        seat = nil
        hub.remove(self)
    }

    /// A client that is behind misses it: signals are of use at once or not at all.
    func take(_ signal: Signal) {
        guard let sink, sink.canTake else { return }
        if let isExpired, isExpired() { return end(LiveFailure(.unauthenticated, "The token has expired.")) }
        operation.result(of: signal, on: loop) { [self] bytes in
            if let bytes { self.sink?.part(bytes) }
        }
    }

    func end(_ failure: LiveFailure) {
        guard let sink else { return }
        cancel()
        sink.failed(failure)
    }
}
