/// Received bytes that the delegate has not consumed yet; owns memory only while there are any.
struct HeldInput: ~Copyable {
    private static let smallest = 1024

    private var base: UnsafeMutableRawPointer?
    private var capacity = 0
    private var from = 0
    private var to = 0

    var count: Int { to - from }

    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base.map { ($0 + from).assumingMemoryBound(to: UInt8.self) }, count: count)
    }

    deinit { base?.deallocate() }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        makeRoom(bytes.count)
        guard let base else { return }
        (base + to).copyMemory(from: source, byteCount: bytes.count)
        to += bytes.count
    }

    mutating func consume(_ consumed: Int) {
        from += min(max(consumed, 0), count)
        if from == to { removeAll() }
    }

    mutating func removeAll() {
        base?.deallocate()
        (base, capacity, from, to) = (nil, 0, 0, 0)
    }

    private mutating func makeRoom(_ size: Int) {
        if capacity - to >= size { return }
        if let base, capacity - count >= size, from >= count {
            base.copyMemory(from: base + from, byteCount: count)
            (from, to) = (0, count)
            return
        }
        let larger = max(Self.smallest, count + size, capacity &* 2)
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        if let base {
            fresh.copyMemory(from: base + from, byteCount: count)
            base.deallocate()
        }
        (base, capacity, from, to) = (fresh, larger, 0, count)
    }
}
