/// A place in a message's head: where it starts and how long it is.
package struct ByteRange: Sendable, Equatable {
    package var start: UInt32
    package var count: UInt32

    package static let empty = ByteRange(start: 0, count: 0)

    package init(start: UInt32, count: UInt32) { (self.start, self.count) = (start, count) }

    @inline(__always)
    init(_ from: Int, _ to: Int) {
        self.init(start: UInt32(truncatingIfNeeded: from), count: UInt32(truncatingIfNeeded: to &- from))
    }

    package var range: Range<Int> { Int(start)..<(Int(start) + Int(count)) }
}
