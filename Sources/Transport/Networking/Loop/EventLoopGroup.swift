import Glibc
import Lifecycle
import Synchronization

/// The loops of the process, by default one for each core that the process may use.
package final class EventLoopGroup: Sendable {
    package let loops: [EventLoop]
    private let counter = Atomic<UInt>(0)

    package init(count: Int? = nil, manualClock: ManualClock? = nil) throws(SystemError) {
        let cores = max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
        var loops: [EventLoop] = []
        for index in 0..<max(count ?? cores, 1) {
            loops.append(try EventLoop(name: "loop-\(index)", manualClock: manualClock))
        }
        self.loops = loops
    }

    /// The loops in turn; the caller's own loop when it is on one, since a hop costs more than imbalance.
    package func next() -> EventLoop {
        if let own = loops.first(where: \.isInLoop) { return own }
        let index = counter.wrappingAdd(1, ordering: .relaxed).oldValue
        return loops[Int(index % UInt(loops.count))]
    }

    /// Stops all loops and blocks until their threads have ended; never call it on a loop.
    package func stop() {
        for loop in loops { loop.stop() }
        for loop in loops { loop.join() }
    }
}
