import Prelude

/// Counts up, for code that must not depend on it.
final class Counter: Sendable {
    private let value = Lock(Int64(0))

    func next() -> Int64 {
        value.withLock { value in
            value += 1
            return value
        }
    }
}
