import Glibc

/// Lets one thread wait until another has done something, once.
// Safe because a POSIX semaphore is made for use from several threads.
package final class ThreadSignal: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>

    package init() {
        semaphore = .allocate(capacity: 1)
        semaphore.initialize(to: sem_t())
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    package func signal() { sem_post(semaphore) }

    /// Blocks the thread; never call it on a loop or in async code.
    package func wait() {
        while sem_wait(semaphore) != 0 && errno == EINTR {}
    }
}
