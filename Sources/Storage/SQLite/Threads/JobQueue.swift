import Glibc

/// A bounded queue between any threads and the threads that work it off.
// Safe because the items and the flag are only reached with the mutex held.
final class JobQueue<Job: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrived = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let limit: Int
    private var jobs: [Job] = []
    private var head = 0
    private var isClosed = false

    init(limit: Int) {
        self.limit = limit
        mutex.initialize(to: pthread_mutex_t())
        arrived.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrived, nil)
    }

    deinit {
        pthread_cond_destroy(arrived)
        pthread_mutex_destroy(mutex)
        arrived.deallocate()
        mutex.deallocate()
    }

    /// What became of an attempt to add a job.
    enum Admission { case accepted, full, closed }

    func add(_ job: Job) -> Admission {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if isClosed { return .closed }
        if jobs.count - head >= limit { return .full }
        jobs.append(job)
        pthread_cond_signal(arrived)
        return .accepted
    }

    /// Blocks until there are jobs and takes at most `count`; empty once the queue is closed and worked off.
    func take(_ count: Int) -> [Job] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while jobs.count == head, !isClosed { pthread_cond_wait(arrived, mutex) }
        let end = min(jobs.count, head + count)
        let taken = Array(jobs[head..<end])
        head = end
        if head == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1_024, head * 2 > jobs.count {
            jobs.removeFirst(head)
            head = 0
        }
        return taken
    }

    /// Refuses new jobs; those that wait are still done.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_cond_broadcast(arrived)
        pthread_mutex_unlock(mutex)
    }
}
