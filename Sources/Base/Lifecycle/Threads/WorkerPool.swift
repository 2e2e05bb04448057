import Glibc
import Synchronization

/// The pool's queue is full or the pool has stopped: the work was not taken and will not run.
package struct WorkRefused: Error, Sendable, Equatable {
    package init() {}
}

/// A few threads for calls that block: files, name resolution, password hashes, SQLite.
///
/// Why bounded: a slow disk must turn into refusals that the caller can answer, never into a growing queue.
// Safe because the queue is touched with the mutex held only.
package final class WorkerPool: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let arrived: UnsafeMutablePointer<pthread_cond_t>
    private var waiting: [@Sendable () -> Void] = []
    private var head = 0
    private var isStopping = false
    private var threads: [DedicatedThread] = []
    private let refusals = Atomic<Int>(0)
    private let queueMax: Int

    /// `queueMax` counts work that waits, without what the threads are running.
    package init(name: String, threads count: Int, queueMax: Int) throws(SystemError) {
        self.queueMax = queueMax
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        arrived = .allocate(capacity: 1)
        arrived.initialize(to: pthread_cond_t())
        pthread_cond_init(arrived, nil)
        for index in 0..<max(count, 1) {
            threads.append(try DedicatedThread(name: "\(name)-\(index)") { [unowned self] in work() })
        }
    }

    deinit {
        stop()
        pthread_cond_destroy(arrived)
        pthread_mutex_destroy(mutex)
        arrived.deallocate()
        mutex.deallocate()
    }

    /// Work that was refused since the start.
    package var refusedCount: Int { refusals.load(ordering: .relaxed) }

    /// Work that waits for a thread.
    package var queuedCount: Int { locked { waiting.count - head } }

    /// Runs the function on a thread of the pool; false if it was refused.
    package func submit(_ body: @escaping @Sendable () -> Void) -> Bool {
        let isTaken = locked {
            guard !isStopping, waiting.count - head < queueMax else { return false }
            waiting.append(body)
            pthread_cond_signal(arrived)
            return true
        }
        if !isTaken { refusals.wrappingAdd(1, ordering: .relaxed) }
        return isTaken
    }

    /// Runs the function on a thread of the pool and returns on the caller's executor.
    ///
    /// A function that was taken runs to its end, also when the caller's task is cancelled meanwhile.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withUnsafeThrowingContinuation { continuation in
            let isTaken = submit { continuation.resume(with: Result { try body() }) }
            if !isTaken { continuation.resume(throwing: WorkRefused()) }
        }
    }

    /// Takes no more work, runs what waits, and blocks until the threads have ended. Never call it on one of them.
    package func stop() {
        locked {
            isStopping = true
            pthread_cond_broadcast(arrived)
        }
        for thread in threads { thread.join() }
    }

    private func work() {
        while let body = next() { body() }
    }

    private func next() -> (@Sendable () -> Void)? {
        locked {
            while head == waiting.count, !isStopping { pthread_cond_wait(arrived, mutex) }
            guard head < waiting.count else { return nil }
            let body = waiting[head]
            waiting[head] = {}
            head += 1
            if head == waiting.count || head >= 1024 {
                waiting.removeFirst(head)
                head = 0
            }
            return body
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
