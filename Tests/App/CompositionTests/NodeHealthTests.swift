import EventSourcing
import HTTP
import Lifecycle
import Testing

@testable import Composition

struct NodeHealthTests {
    private func status(last: MonotonicTime?, failures: Int = 0) -> TailerStatus {
        var status = TailerStatus()
        (status.lastSuccess, status.consecutiveFailures) = (last, failures)
        return status
    }

    @Test func `a log that is read is well, and failed polls show before they matter`() {
        let clock = ManualClock()
        let now = clock.now
        #expect(NodeHealth.tailing(status(last: now), since: now, now: now) == .ok)
        #expect(
            NodeHealth.tailing(status(last: now, failures: 3), since: now, now: now)
                == .degraded("3 polls have failed"))
        #expect(
            NodeHealth.tailing(status(last: now, failures: 9), since: now, now: now + .seconds(16))
                == .failing("nothing was read for 16 s"))
    }

    @Test func `a node that has not read the log is not ready`() {
        let clock = ManualClock()
        #expect(
            NodeHealth.tailing(status(last: nil), since: clock.now, now: clock.now)
                == .failing("nothing was read yet"))
    }

    @Test func `a read model that stands still is named`() {
        #expect(NodeHealth.projections(stalled: []) == .ok)
        let stalled = Generation("boards", 2)
        #expect(NodeHealth.projections(stalled: [stalled]) == .failing("standing still: \(stalled)"))
    }

    @Test func `a running node becomes ready, and its probe names what it stands on`() async throws {
        try await RunningNode.run { node in
            // Bounded: a request takes far more than the ten thousandth part of what a first look takes.
            for _ in 0..<50_000 where !node.node.health.report().isReady {
                _ = try await node.send(.get, "/graphql?query=%7B__typename%7D")
            }
            let report = node.node.health.report()
            #expect(report.isReady)
            for name in ["store", "tailer", "projections"] {
                #expect(report.readinessText.contains("[+] \(name)\n"), "\(report.readinessText)")
            }
        }
    }
}
