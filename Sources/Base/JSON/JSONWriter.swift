/// Bytes of a response or a log line being written, in one growing block.
///
/// Two layers: the `put` methods append bytes and know no grammar, for hot paths that bring their own punctuation;
/// the other methods write whole values and set the commas themselves.
package struct JSONWriter: ~Copyable {
    @usableFromInline package var base: UnsafeMutablePointer<UInt8>
    @usableFromInline package var length = 0
    @usableFromInline package var capacity: Int
    /// A value has just ended, so that the next one in the same container needs a comma before it.
    var endsValue = false

    package init(capacity: Int = 512) {
        self.capacity = Swift.max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deallocate()
    }

    package var count: Int { length }

    /// Makes room for more bytes; every `put` calls it.
    @inlinable
    package mutating func reserve(_ extra: Int) {
        if capacity &- length < extra { grow(extra) }
    }

    package mutating func grow(_ extra: Int) {
        var wanted = capacity
        repeat { wanted *= 2 } while wanted - length < extra
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        larger.update(from: base, count: length)
        base.deallocate()
        (base, capacity) = (larger, wanted)
    }

    /// Forgets everything after the first `count` bytes, which may end with a value that a comma must follow.
    package mutating func truncate(to count: Int, endsValue: Bool = false) {
        precondition(count <= length && count >= 0, "A writer cannot be truncated to more than it holds.")
        length = count
        self.endsValue = endsValue
    }

    /// Keeps the block for the next text.
    package mutating func removeAll() {
        truncate(to: 0)
    }

    /// A copy of the bytes.
    package borrowing func bytes() -> [UInt8] {
        Array(UnsafeBufferPointer(start: base, count: length))
    }

    package borrowing func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: length))
    }
}
