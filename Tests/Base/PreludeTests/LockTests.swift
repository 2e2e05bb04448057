import Prelude
import Testing

struct LockTests {
    @Test func `additions under the lock are not lost`() async {
        let sum = Lock(0)
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<1_000 { sum.withLock { $0 += 1 } } }
            }
        }
        #expect(sum.withLock { $0 } == 8_000)
    }
}
