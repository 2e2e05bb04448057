import CLinux
import Glibc
import Lifecycle
import Prelude
import Synchronization

/// One thread that waits for descriptors, timers and work, and runs all of it without locks.
///
/// It is a task executor and a serial executor, so async code runs on it too. A tick is:
///
///     wait ─► take work of other threads ─► events ─► timers ─► jobs ─► end-of-tick targets (writes, syncs)
///
/// Jobs that become ready during a tick run in the same tick, before its end, so that what they write or query is
/// batched with everything else; rounds are bounded, so that jobs which always make more cannot starve the events.
///
/// Invariant: everything but `execute`, `enqueue`, `stop`, `join` and `isInLoop` is called on the loop's own thread.
// Safe because all state is touched on the loop's thread only; other threads reach the locked inbox and atomics.
package final class EventLoop: @unchecked Sendable {
    /// Limit: rounds of jobs in one tick before descriptors are looked at again.
    static let jobRoundsMax = 16
    /// Limit: rounds of end-of-tick targets, each of which may start jobs, in one tick.
    static let endRoundsMax = 4
    /// Limit: events taken from the kernel at once.
    static let eventsMax = 512
    /// Size of the buffer that all connections of the loop read into.
    static let readBufferSize = 64 * 1024

    package let name: String
    let epoll: Int32
    let wakeUp: Int32
    let manualClock: ManualClock?
    let inbox = Lock(LoopInbox())
    let threadID = Atomic<UInt>(0)
    let events: UnsafeMutablePointer<epoll_event>
    private let thread = Lock<DedicatedThread?>(nil)

    /// The time at which this tick began; cheap, and the same for everything in the tick. Only on the loop.
    package private(set) var now: MonotonicTime
    /// Shared by all connections of the loop for one read at a time. Only on the loop.
    let readBuffer: UnsafeMutableRawBufferPointer
    /// Where TLS puts decrypted bytes for one delegate at a time; one record fits.
    let clearBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 64)
    /// The read buffer holds bytes that a delegate is looking at.
    var isReading = false
    /// Connections of this loop that are not closed. Only on the loop.
    package internal(set) var openConnections = 0 {
        didSet { statistics.connections.store(openConnections, ordering: .relaxed) }
    }
    let statistics = LoopStatistics()

    var files: FileTable
    var wheel = TimerWheel()
    let origin: MonotonicTime
    var work: [LoopWork] = []
    var workInHand: [LoopWork] = []
    var endTargets: [any EndOfTickTarget] = []
    var endTargetsInHand: [any EndOfTickTarget] = []
    var again: [(handler: any FileHandler, events: FileEvents)] = []
    var chunks: ChunkPool

    /// Creates the loop and starts its thread.
    package init(name: String = "loop", manualClock: ManualClock? = nil) throws(SystemError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .last("epoll_create1") }
        wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeUp >= 0 else {
            let error = SystemError.last("eventfd")
            close(epoll)
            throw error
        }
        (self.name, self.manualClock) = (name, manualClock)
        origin = manualClock?.now ?? SystemClock.now
        now = origin
        files = FileTable(epoll: epoll)
        chunks = ChunkPool()
        events = .allocate(capacity: Self.eventsMax)
        readBuffer = .allocate(byteCount: Self.readBufferSize, alignment: 64)
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: .max))
        epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event)
        try startThread()
        manualClock?.observeMoves { [weak self] in self?.execute {} }
    }

    deinit {
        close(wakeUp)
        close(epoll)
        events.deallocate()
        readBuffer.deallocate()
        chunks.removeAll()
        clearBuffer.deallocate()
    }

    var readBytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(readBuffer.bindMemory(to: UInt8.self)) }

    /// Whether the caller runs on this loop's thread.
    package var isInLoop: Bool { threadID.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Stops the process if the caller is not on this loop's thread.
    package func preconditionInLoop() { precondition(isInLoop, "Called off the event loop \(name).") }

    /// Ends the loop's thread after its pending work; handlers still registered get a hangup. From any thread.
    package func stop() {
        let mustWake = inbox.withLock { inbox in
            inbox.isStopping = true
            defer { inbox.isAsleep = false }
            return inbox.isAsleep
        }
        if mustWake { wake() }
    }

    /// Blocks until the loop's thread has ended; never call it on a loop.
    package func join() { thread.withLock { $0 }?.join() }

    func startThread() throws(SystemError) {
        let started = ThreadSignal()
        let thread = try DedicatedThread(name: name) { [self] in
            threadID.store(UInt(pthread_self()), ordering: .relaxed)
            started.signal()
            run()
        }
        started.wait()
        self.thread.withLock { $0 = thread }
    }

    private func run() {
        while !tick() {}
        for handler in files.handlers() { handler.ready(.hangup) }
        repeat {
            takeInbox()
            runWork()
            runEndOfTick()
        } while !endIfIdle()
    }

    /// Returns true when the loop shall end.
    private func tick() -> Bool {
        guard let timeout = timeoutBeforeWaiting() else { return true }
        let count = epoll_wait(epoll, events, Int32(Self.eventsMax), timeout)
        let began = SystemClock.now
        now = manualClock?.now ?? began
        takeInbox()
        if !again.isEmpty { runAgain() }
        if count > 0 { dispatch(Int(count)) }
        fireTimers()
        runWork()
        runEndOfTick()
        statistics.tickEnded(after: (SystemClock.now.nanoseconds &- began.nanoseconds))
        return false
    }

    private func dispatch(_ count: Int) {
        for index in 0..<count {
            let word = events[index].data.u64
            if word == .max {
                var value: UInt64 = 0
                _ = read(wakeUp, &value, 8)
            } else if let handler = files.handler(for: word) {
                handler.ready(FileEvents(rawValue: events[index].events))
            }
        }
    }

    private func runAgain() {
        let list = again
        again.removeAll(keepingCapacity: true)
        for entry in list { entry.handler.ready(entry.events) }
    }

    /// Returns nil when the loop shall stop; otherwise how long to wait in milliseconds, -1 for ever.
    private func timeoutBeforeWaiting() -> Int32? {
        let hasWork = !work.isEmpty || !endTargets.isEmpty || !again.isEmpty
        let (isStopping, mayWait) = inbox.withLock { inbox in
            let mayWait = !hasWork && inbox.work.isEmpty && !inbox.isStopping
            inbox.isAsleep = mayWait
            return (inbox.isStopping, mayWait)
        }
        if isStopping && !hasWork { return nil }
        return mayWait ? millisecondsToNextTimer() : 0
    }

    private func takeInbox() {
        inbox.withLock { inbox in
            inbox.isAsleep = false
            guard !inbox.work.isEmpty else { return }
            if work.isEmpty { swap(&work, &inbox.work) } else { work.append(contentsOf: inbox.work) }
            inbox.work.removeAll(keepingCapacity: true)
        }
    }

    private func endIfIdle() -> Bool {
        guard work.isEmpty, endTargets.isEmpty else { return false }
        return inbox.withLock { inbox in
            inbox.hasEnded = inbox.work.isEmpty
            // The system may give the ended thread's identity to another one.
            if inbox.hasEnded { threadID.store(0, ordering: .relaxed) }
            return inbox.hasEnded
        }
    }
}
