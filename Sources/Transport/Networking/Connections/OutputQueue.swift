import CLinux
import Glibc

/// Bytes on their way to the kernel: full segments in order, then the block that is being filled.
///
/// Invariant: `count` is the sum of all segments; when it is zero the queue owns no memory but the array's own.
struct OutputQueue {
    /// Limit: segments given to the kernel in one call.
    static let segmentsPerCall = 64
    /// Longer writes get a segment of their own instead of many blocks.
    static let largeWrite = 4 * ChunkPool.chunkSize

    private static let noSignal = Int32(MSG_NOSIGNAL)

    enum Progress {
        case drained
        /// The kernel's buffer is full; an event will tell when it is not.
        case blocked
        case failed(Int32)
    }

    private enum Owner {
        case pool
        case heap
        case shared(SharedBytes)
    }

    private struct Segment {
        let base: UnsafeMutableRawPointer
        var from: Int
        var to: Int
        let owner: Owner

        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base + from, count: to - from) }
    }

    private var full: [Segment] = []
    private var head = 0
    private var filling: Segment?
    private(set) var count = 0

    mutating func append(_ bytes: UnsafeRawBufferPointer, from pool: inout ChunkPool) {
        guard var source = bytes.baseAddress, bytes.count > 0 else { return }
        if bytes.count >= Self.largeWrite { return appendLarge(bytes) }
        var left = bytes.count
        count += left
        while left > 0 {
            makeRoom(1, from: &pool)
            guard var segment = filling else { return }
            let part = min(left, ChunkPool.chunkSize - segment.to)
            (segment.base + segment.to).copyMemory(from: source, byteCount: part)
            segment.to += part
            filling = segment
            source += part
            left -= part
        }
    }

    /// Lets the body write up to `size` bytes in place; it returns how many it has written.
    mutating func append(
        upTo size: Int, from pool: inout ChunkPool, _ body: (UnsafeMutableRawBufferPointer) -> Int
    ) {
        guard size <= ChunkPool.chunkSize else { return appendLarge(upTo: size, body) }
        makeRoom(size, from: &pool)
        guard var segment = filling else { return }
        let space = UnsafeMutableRawBufferPointer(start: segment.base + segment.to, count: size)
        let written = min(max(body(space), 0), size)
        segment.to += written
        filling = segment
        count += written
    }

    mutating func append(_ shared: SharedBytes) {
        guard shared.count > 0 else { return }
        retireFilling()
        full.append(Segment(base: shared.start, from: 0, to: shared.count, owner: .shared(shared)))
        count += shared.count
    }

    /// Gives the kernel as much as it takes.
    mutating func send(to descriptor: Int32, pool: inout ChunkPool) -> Progress {
        while count > 0 {
            let sent = head == full.count ? sendFilling(to: descriptor) : sendSegments(to: descriptor)
            if sent < 0 {
                if errno == EINTR { continue }
                return errno == EAGAIN || errno == EWOULDBLOCK ? .blocked : .failed(errno)
            }
            drop(sent, pool: &pool)
        }
        return .drained
    }

    /// Shows the pending bytes in order; for output that passes through a cipher first.
    func forEachSegment(_ body: (UnsafeRawBufferPointer) -> Void) {
        for segment in full[head...] { body(segment.bytes) }
        if let filling { body(filling.bytes) }
    }

    mutating func removeAll(pool: inout ChunkPool) {
        for segment in full[head...] { free(segment, pool: &pool) }
        if let filling { free(filling, pool: &pool) }
        (full, head, filling, count) = ([], 0, nil, 0)
    }

    private mutating func makeRoom(_ size: Int, from pool: inout ChunkPool) {
        if let filling, ChunkPool.chunkSize - filling.to >= size { return }
        retireFilling()
        filling = Segment(base: pool.take(), from: 0, to: 0, owner: .pool)
    }

    private mutating func retireFilling() {
        guard let segment = filling else { return }
        full.append(segment)
        filling = nil
    }

    private mutating func appendLarge(_ bytes: UnsafeRawBufferPointer) {
        appendLarge(upTo: bytes.count) { space in
            space.copyMemory(from: bytes)
            return bytes.count
        }
    }

    private mutating func appendLarge(upTo size: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
        let base = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        let written = min(max(body(UnsafeMutableRawBufferPointer(start: base, count: size)), 0), size)
        guard written > 0 else { return base.deallocate() }
        retireFilling()
        full.append(Segment(base: base, from: 0, to: written, owner: .heap))
        count += written
    }

    private func sendFilling(to descriptor: Int32) -> Int {
        guard let filling else { return 0 }
        let bytes = filling.bytes
        return Glibc.send(descriptor, bytes.baseAddress, bytes.count, Self.noSignal)
    }

    private func sendSegments(to descriptor: Int32) -> Int {
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: Self.segmentsPerCall) { parts in
            var used = 0
            for segment in full[head...].prefix(Self.segmentsPerCall) {
                parts[used] = iovec(iov_base: segment.base + segment.from, iov_len: segment.to - segment.from)
                used += 1
            }
            if let filling, used < Self.segmentsPerCall {
                parts[used] = iovec(iov_base: filling.base + filling.from, iov_len: filling.to - filling.from)
                used += 1
            }
            var message = msghdr()
            message.msg_iov = parts.baseAddress
            message.msg_iovlen = used
            return sendmsg(descriptor, &message, Self.noSignal)
        }
    }

    private mutating func drop(_ sent: Int, pool: inout ChunkPool) {
        count -= sent
        var left = sent
        while head < full.count {
            let length = full[head].to - full[head].from
            guard left >= length else {
                full[head].from += left
                return
            }
            left -= length
            free(full[head], pool: &pool)
            head += 1
        }
        if head > 0 { (full, head) = ([], 0) }
        guard var segment = filling else { return }
        segment.from += left
        filling = segment.from == segment.to ? nil : segment
        if filling == nil { free(segment, pool: &pool) }
    }

    private func free(_ segment: Segment, pool: inout ChunkPool) {
        switch segment.owner {
        case .pool: pool.give(segment.base)
        case .heap: segment.base.deallocate()
        case .shared: break
        }
    }
}
