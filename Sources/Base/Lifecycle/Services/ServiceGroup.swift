import Prelude
import Telemetry

/// Starts services in order, runs them together, and stops them in reverse.
///
///     starting ─► running ─► draining ─► ended
///         │          │  drain() or a service that ends      │ all stopped · the deadline · force()
///         └──────────┴── failure: stop what has started ────┘
///
/// Invariant: whatever has started is stopped, once, in reverse order. A service that neither stops nor heeds its
/// cancellation is left behind: the process is about to end and must not hang on it.
package final class ServiceGroup: Sendable {
    package enum Outcome: Sendable, Equatable {
        /// Every service stopped in time.
        case drained
        /// Some were cancelled at the deadline.
        case deadlinePassed
        /// Somebody did not want to wait.
        case forced
    }

    private enum Ending: Sendable {
        case drain(letsTrafficLeave: Bool)
        case failure(ServiceFailure)
    }

    private let services: [any Service]
    private let clock: any Clock
    private let drainDeadline: Duration
    private let preStop: Duration
    private let health: HealthRegistry
    private let log: Log
    private let ending = OneShot<Ending>()
    private let outcome = OneShot<Outcome>()

    /// The deadline counts from the call of `drain`; within it, `preStop` passes between not ready and the first stop,
    /// so that load balancers notice.
    package init(
        _ services: [any Service], drainDeadline: Duration = .seconds(30), preStop: Duration = .zero,
        clock: any Clock = SystemClock(), health: HealthRegistry = HealthRegistry(), log: Log = .silent
    ) {
        (self.services, self.drainDeadline, self.preStop, self.clock) = (services, drainDeadline, preStop, clock)
        (self.health, self.log) = (health, log)
    }

    /// Begins to stop; a second call does nothing. From anywhere.
    ///
    /// With `letsTrafficLeave` the group is not ready for `preStop` before it stops anything.
    package func drain(letsTrafficLeave: Bool = false) { ending.set(.drain(letsTrafficLeave: letsTrafficLeave)) }

    /// Stops waiting for services that stop. From anywhere.
    package func force() {
        ending.set(.drain(letsTrafficLeave: false))
        outcome.set(.forced)
    }

    /// Returns when everything has stopped; throws if a service failed.
    package func run() async throws(ServiceFailure) -> Outcome {
        var started: [any Service] = []
        var running: [Task<Void, Never>] = []
        for service in services {
            guard ending.value == nil else { break }
            do {
                try await service.start()
            } catch {
                ending.set(.failure(ServiceFailure(service: service.name, phase: .starting, underlying: error)))
                break
            }
            log.debug("started", ["service": LogValue(service.name)])
            started.append(service)
            running.append(keepRunning(service))
        }
        if ending.value == nil { health.didStart() }
        let end = await ending.wait()
        health.willDrain()
        report(end)
        var pause = Duration.zero
        if case .drain(letsTrafficLeave: true) = end { pause = preStop }
        let result = await stop(started, running, after: pause)
        if case .failure(let failure) = end { throw failure }
        return result
    }

    private func keepRunning(_ service: any Service) -> Task<Void, Never> {
        Task { [ending] in
            do {
                try await service.run()
                if !Task.isCancelled {
                    ending.set(.failure(ServiceFailure(service: service.name, phase: .running, underlying: nil)))
                }
            } catch {
                if Task.isCancelled { return }
                ending.set(.failure(ServiceFailure(service: service.name, phase: .running, underlying: error)))
            }
        }
    }

    private func stop(
        _ started: [any Service], _ running: [Task<Void, Never>], after pause: Duration
    ) async -> Outcome {
        let stopping = Task { [clock, log, outcome] in
            if pause > .zero { try? await clock.sleep(for: pause) }
            for (service, body) in zip(started, running).reversed() {
                await service.stop()
                body.cancel()
                await body.value
                log.debug("stopped", ["service": LogValue(service.name)])
            }
            outcome.set(.drained)
        }
        let timer = Task { [clock, drainDeadline, outcome] in
            try? await clock.sleep(for: drainDeadline)
            if !Task.isCancelled { outcome.set(.deadlinePassed) }
        }
        let result = await outcome.wait()
        timer.cancel()
        if result != .drained {
            stopping.cancel()
            for body in running { body.cancel() }
            log.warning("stopped without waiting", ["reason": LogValue("\(result)")])
        }
        return result
    }

    private func report(_ end: Ending) {
        switch end {
        case .drain(_): log.info("draining", ["deadline_s": LogValue(drainDeadline.wholeMilliseconds / 1000)])
        case .failure(let failure): log.error("stopping after a failure", ["reason": LogValue(failure)])
        }
    }
}
