import Prelude
import Testing

@testable import Lifecycle

struct WorkerPoolTests {
    @Test func `work runs and its result or error comes back`() async throws {
        struct Bad: Error {}
        let pool = try WorkerPool(name: "test", threads: 2, queueMax: 100)
        defer { pool.stop() }
        #expect(try await pool.run { 6 * 7 } == 42)
        await #expect(throws: Bad.self) { try await pool.run { throw Bad() } }
    }

    @Test func `a full queue refuses at once and takes work again when it has drained`() async throws {
        let pool = try WorkerPool(name: "test", threads: 1, queueMax: 2)
        defer { pool.stop() }
        let (began, mayEnd) = (ThreadSignal(), ThreadSignal())
        #expect(
            pool.submit {
                began.signal()
                mayEnd.wait()
            })
        began.wait()
        let done = Lock(0)
        #expect(pool.submit { done.withLock { $0 += 1 } })
        #expect(pool.submit { done.withLock { $0 += 1 } })
        #expect(pool.queuedCount == 2)
        await #expect(throws: WorkRefused.self) { try await pool.run {} }
        #expect(pool.refusedCount == 1)
        mayEnd.signal()
        while done.withLock({ $0 }) < 2 { await Task.yield() }
        #expect(try await pool.run { true })
    }

    @Test func `stopping runs what waits and refuses the rest`() async throws {
        let pool = try WorkerPool(name: "test", threads: 2, queueMax: 5000)
        let done = Lock(0)
        for _ in 0..<3000 { #expect(pool.submit { done.withLock { $0 += 1 } }) }
        pool.stop()
        #expect(done.withLock { $0 } == 3000)
        #expect(!pool.submit {})
        pool.stop()
    }
}
