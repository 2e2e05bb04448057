import Lifecycle
import Networking

/// The commands that wait for replies, in the order in which they were sent, which is the order of the replies.
///
/// A ring: each command is found by the number it was given, also when its time is up in the middle of the queue.
struct InFlightQueue {
    struct Entry {
        /// Nothing once the time was up: the reply will still come and must be thrown away.
        var waiter: RedisWaiter?
        var timer: TimerID
        let sentAt: MonotonicTime
    }

    private var ring: [Entry?] = Array(repeating: nil, count: 64)
    private var head = 0
    private(set) var count = 0
    /// The number of the oldest entry; wraps.
    private var headNumber: UInt32 = 0

    /// The number that the next entry will have.
    var nextNumber: UInt32 { headNumber &+ UInt32(truncatingIfNeeded: count) }
    var oldest: Entry? { count == 0 ? nil : ring[head] }

    mutating func append(_ entry: Entry) {
        if count == ring.count { grow() }
        ring[(head + count) & (ring.count - 1)] = entry
        count += 1
    }

    mutating func popFirst() -> Entry? {
        guard count > 0 else { return nil }
        let entry = ring[head]
        ring[head] = nil
        head = (head + 1) & (ring.count - 1)
        headNumber &+= 1
        count -= 1
        return entry
    }

    /// Takes the waiter of the numbered entry, if it still waits; the entry keeps its place.
    mutating func abandon(_ number: UInt32) -> RedisWaiter? {
        let distance = Int(number &- headNumber)
        guard distance < count else { return nil }
        let place = (head + distance) & (ring.count - 1)
        defer { ring[place]?.waiter = nil }
        return ring[place]?.waiter
    }

    private mutating func grow() {
        var larger: [Entry?] = Array(repeating: nil, count: ring.count * 2)
        for index in 0..<count { larger[index] = ring[(head + index) & (ring.count - 1)] }
        (ring, head) = (larger, 0)
    }
}

/// Who is told of a command's end: a suspended task, or a function on the loop.
enum RedisWaiter {
    case task(UnsafeContinuation<Result<RedisReply, RedisError>, Never>)
    case function((Result<RedisReply, RedisError>) -> Void)

    func end(_ result: Result<RedisReply, RedisError>) {
        switch self {
        case .task(let continuation): continuation.resume(returning: result)
        case .function(let body): body(result)
        }
    }
}
