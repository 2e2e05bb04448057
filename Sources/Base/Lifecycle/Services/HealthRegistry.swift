import Prelude
import Synchronization

/// What a part of the process says about itself.
package enum HealthStatus: Sendable, Equatable {
    case ok
    /// Works, but not as it should; readiness is kept.
    case degraded(String)
    case failing(String)
}

/// Where one part keeps its status up to date; probes only read it, so that a probe never waits for a dependency.
package final class HealthCheck: Sendable {
    package let name: String
    /// Whether the process takes no requests while this part is failing.
    package let gatesReadiness: Bool
    private let state: Lock<HealthStatus>

    fileprivate init(name: String, gatesReadiness: Bool, status: HealthStatus) {
        (self.name, self.gatesReadiness) = (name, gatesReadiness)
        state = Lock(status)
    }

    package var status: HealthStatus { state.withLock { $0 } }

    package func set(_ status: HealthStatus) { state.withLock { $0 = status } }
}

/// The state that the probes of an orchestrator ask for.
///
/// Live: the process works at all. Started: every service has started once. Ready: started, not draining, and no part
/// that gates readiness is failing.
package final class HealthRegistry: Sendable {
    private let checks = Lock<[HealthCheck]>([])
    private let hasStarted = Atomic<Bool>(false)
    private let isDraining = Atomic<Bool>(false)

    package init() {}

    /// Adds a part; it is failing until it says otherwise.
    package func check(
        _ name: String, gatesReadiness: Bool, status: HealthStatus = .failing("not started")
    ) -> HealthCheck {
        let check = HealthCheck(name: name, gatesReadiness: gatesReadiness, status: status)
        checks.withLock { $0.append(check) }
        return check
    }

    package func didStart() { hasStarted.store(true, ordering: .releasing) }

    package func willDrain() { isDraining.store(true, ordering: .releasing) }

    package func report() -> HealthReport {
        HealthReport(
            hasStarted: hasStarted.load(ordering: .acquiring), isDraining: isDraining.load(ordering: .acquiring),
            checks: checks.withLock { $0 }.map { ($0.name, $0.gatesReadiness, $0.status) })
    }
}

/// The state at one moment.
package struct HealthReport: Sendable {
    package let hasStarted: Bool
    package let isDraining: Bool
    package let checks: [(name: String, gatesReadiness: Bool, status: HealthStatus)]

    package var isReady: Bool {
        hasStarted && !isDraining
            && checks.allSatisfy { check in
                if check.gatesReadiness, case .failing = check.status { false } else { true }
            }
    }

    /// One line a part, `[+]` for well, `[~]` for degraded, `[-]` for failing, then the verdict.
    package var readinessText: String {
        var lines = [hasStarted ? "[+] started" : "[-] started: not yet"]
        if isDraining { lines.append("[-] draining") }
        for check in checks {
            switch check.status {
            case .ok: lines.append("[+] \(check.name)")
            case .degraded(let why): lines.append("[~] \(check.name): \(why)")
            case .failing(let why):
                lines.append("[-] \(check.name): \(why)\(check.gatesReadiness ? "" : " (not required)")")
            }
        }
        lines.append(isReady ? "ready" : "not ready")
        return lines.joined(separator: "\n") + "\n"
    }
}
