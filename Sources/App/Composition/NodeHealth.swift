import EventSourcing
import Lifecycle
import Prelude
import Telemetry

/// Keeps the probes' answers up to date: whether the store answers, the log is followed, and read models move.
struct NodeHealth: Sendable {
    /// How often the log's reader is looked at.
    static let interval = Duration.milliseconds(250)
    /// Limit: how long nothing may have been read from the log, or nobody have looked, before it counts as failing.
    static let silenceMax = Duration.seconds(15)

    private let store: HealthCheck
    private let tailing: HealthCheck
    private let projections: HealthCheck
    private let watch: LogWatch
    private let tailer: Tailer
    private let clock: any Clock
    private let log: Log

    init(_ registry: HealthRegistry, watch: LogWatch, tailer: Tailer, clock: any Clock, log: Log) {
        store = registry.check("store", gatesReadiness: true)
        tailing = registry.check("tailer", gatesReadiness: true)
        // Why no gate: what is in the rows can be read, and says itself how old it is.
        projections = registry.check("projections", gatesReadiness: false)
        (self.watch, self.tailer, self.clock, self.log) = (watch, tailer, clock, log)
    }

    var services: [any Service] {
        [
            NodeServices.Loop(name: "log-watch") { try await self.look() },
            NodeServices.Loop(name: "health") { try await self.follow() },
        ]
    }

    private func look() async throws {
        while true {
            do {
                _ = try await watch.look()
                store.set(.ok)
                projections.set(Self.projections(stalled: watch.stalled))
            } catch {
                store.set(.failing("\(error)"))
                log.warning("The store cannot be looked at.", ["reason": LogValue("\(error)")])
            }
            try await clock.sleep(for: LogWatch.interval)
        }
    }

    private func follow() async throws {
        let begin = clock.now
        while true {
            tailing.set(Self.tailing(tailer.status, since: begin, now: clock.now))
            try await clock.sleep(for: Self.interval)
        }
    }

    static func projections(stalled: [Generation]) -> HealthStatus {
        guard !stalled.isEmpty else { return .ok }
        let names = stalled.map { "\($0)" }.sorted().joined(separator: ", ")
        return .failing("standing still: \(names)")
    }

    /// `since` is when reading began: until the first success it counts from there.
    static func tailing(_ status: TailerStatus, since begin: MonotonicTime, now: MonotonicTime) -> HealthStatus {
        let silence = now - (status.lastSuccess ?? begin)
        if silence > silenceMax { return .failing("nothing was read for \(silence.components.seconds) s") }
        if status.lastSuccess == nil { return .failing("nothing was read yet") }
        if status.consecutiveFailures > 0 { return .degraded("\(status.consecutiveFailures) polls have failed") }
        return .ok
    }
}
