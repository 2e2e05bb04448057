/// Immutable bytes that any number of connections can send without copying them, such as one event for all listeners.
// Safe because the bytes never change after the initialiser and are freed with the last reference.
package final class SharedBytes: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
    package let count: Int

    /// Lets the body fill up to `capacity` bytes; it returns how many it has filled.
    package init(capacity: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
        start = .allocate(byteCount: max(capacity, 1), alignment: 16)
        count = min(max(body(UnsafeMutableRawBufferPointer(start: start, count: capacity)), 0), capacity)
    }

    package convenience init(_ bytes: [UInt8]) {
        self.init(capacity: bytes.count) { space in
            space.copyBytes(from: bytes)
            return bytes.count
        }
    }

    deinit { start.deallocate() }

    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
}
