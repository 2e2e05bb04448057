/// The place of one node in its array of the document; the kind of node is part of the type.
package struct NodeID<Node>: Hashable, Sendable, BitwiseCopyable {
    package let index: UInt32

    @inlinable
    package init(_ index: Int) { self.index = UInt32(truncatingIfNeeded: index) }

    @inlinable
    package init(rawIndex: UInt32) { index = rawIndex }
}

/// A node that may be absent, in the four bytes of an id.
package struct OptionalNodeID<Node>: Hashable, Sendable, BitwiseCopyable {
    /// `UInt32.max` stands for none: no array of a document can grow that long, its source being shorter.
    @usableFromInline let raw: UInt32

    @inlinable
    package init(_ id: NodeID<Node>?) { raw = id?.index ?? UInt32.max }

    @inlinable package static var none: OptionalNodeID { OptionalNodeID(nil) }

    @inlinable package var id: NodeID<Node>? { raw == UInt32.max ? nil : NodeID(rawIndex: raw) }
}

/// Neighbouring nodes of one array: the children of a node, in document order.
package struct NodeRange<Node>: RandomAccessCollection, Hashable, Sendable, BitwiseCopyable {
    package let start: UInt32
    package let length: UInt32

    @inlinable
    package init(start: Int, count: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        length = UInt32(truncatingIfNeeded: count)
    }

    @inlinable package static var empty: NodeRange { NodeRange(start: 0, count: 0) }

    @inlinable package var startIndex: Int { 0 }
    @inlinable package var endIndex: Int { Int(length) }
    @inlinable package var count: Int { Int(length) }
    @inlinable package var isEmpty: Bool { length == 0 }
    @inlinable package var first: NodeID<Node>? { length == 0 ? nil : NodeID(rawIndex: start) }
    @inlinable package func index(after index: Int) -> Int { index &+ 1 }
    @inlinable package func index(before index: Int) -> Int { index &- 1 }
    @inlinable package func index(_ index: Int, offsetBy distance: Int) -> Int { index &+ distance }
    @inlinable package func distance(from start: Int, to end: Int) -> Int { end &- start }

    @inlinable
    package subscript(position: Int) -> NodeID<Node> {
        precondition(position >= 0 && position < Int(length), "A child that the node does not have.")
        return NodeID(Int(start) + position)
    }

    /// The same children as a range of the array that holds them.
    @inlinable package var arrayRange: Range<Int> { Int(start)..<Int(start) + Int(length) }

    @inlinable
    package func makeIterator() -> Iterator { Iterator(next: start, end: start &+ length) }

    /// Counts through the range.
    ///
    /// Why: the standard library's own iterator reaches the range through its witnesses, a hundred times slower.
    package struct Iterator: IteratorProtocol {
        @usableFromInline var upcoming: UInt32
        @usableFromInline let end: UInt32

        @inlinable
        init(next: UInt32, end: UInt32) { (upcoming, self.end) = (next, end) }

        @inlinable
        package mutating func next() -> NodeID<Node>? {
            guard upcoming < end else { return nil }
            defer { upcoming &+= 1 }
            return NodeID(rawIndex: upcoming)
        }
    }
}
