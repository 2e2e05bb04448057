import Compression
import HTTP
import Lifecycle
import Networking
import Prelude

/// What the connections of one loop share without locks: scratch space, the date, compression states, the living.
// Safe because every member is used on the loop only.
final class LoopServices: @unchecked Sendable {
    /// Limit: scratch space kept between uses.
    private static let scratchKept = 256 << 10

    let loop: EventLoop
    let compression = CompressionContexts()
    private(set) var connections: [ObjectIdentifier: ServerConnection] = [:]
    private(set) var isDraining = false
    private var whenEmpty: [() -> Void] = []
    private var scratch: [UInt8] = []
    private var date = DateField(secondsSince1970: 0)
    /// What handlers keep on this loop, by handler; there are a few at most.
    private var ownedValues: [(owner: AnyObject, value: AnyObject)] = []
    private var dateIsOldAt = MonotonicTime(nanoseconds: .min)

    init(loop: EventLoop) { self.loop = loop }

    /// The `Date` field of this second.
    var currentDate: DateField {
        if loop.now >= dateIsOldAt {
            let wall = SystemClock.wallTime.microseconds
            let second = wall / 1_000_000
            date.update(secondsSince1970: second)
            dateIsOldAt = loop.now + .microseconds((second + 1) * 1_000_000 - wall)
        }
        return date
    }

    /// What the owner keeps on this loop, made when it is first asked for.
    func value<Value: AnyObject>(of owner: AnyObject, _ make: () -> Value) -> Value {
        for entry in ownedValues where entry.owner === owner {
            if let known = entry.value as? Value { return known }
        }
        let value = make()
        ownedValues.append((owner, value))
        return value
    }

    /// Lends the scratch space, empty; whoever is called inside must not borrow it again.
    @inline(__always)
    func withScratch<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
        var borrowed: [UInt8] = []
        swap(&borrowed, &scratch)
        borrowed.removeAll(keepingCapacity: borrowed.capacity <= Self.scratchKept)
        defer { swap(&borrowed, &scratch) }
        return body(&borrowed)
    }

    func add(_ connection: ServerConnection) { connections[ObjectIdentifier(connection)] = connection }

    func remove(_ connection: ServerConnection) {
        connections[ObjectIdentifier(connection)] = nil
        guard connections.isEmpty, !whenEmpty.isEmpty else { return }
        let waiting = whenEmpty
        whenEmpty = []
        for body in waiting { body() }
    }

    /// Tells every connection to end as its protocol has it, and calls back when the last one is gone.
    func drain(_ completion: @escaping () -> Void) {
        isDraining = true
        for connection in Array(connections.values) { connection.drain() }
        if connections.isEmpty { completion() } else { whenEmpty.append(completion) }
    }

    /// Ends every connection now.
    func closeAll() {
        for connection in Array(connections.values) { connection.close() }
    }
}
