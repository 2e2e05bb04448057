/// An index into one of the flat tables of a `Schema`; ids of different tables cannot be mixed up.
package protocol SchemaID: Hashable, Sendable, Comparable {
    var index: UInt32 { get }
    init(index: UInt32)
}

extension SchemaID {
    @inlinable
    package static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// A named type, in the order in which introspection lists types.
package struct TypeID: SchemaID {
    package let index: UInt32
    @inlinable
    package init(index: UInt32) { self.index = index }
}

/// A field of an object or interface type, or one of the three meta-fields.
package struct FieldID: SchemaID {
    package let index: UInt32
    @inlinable
    package init(index: UInt32) { self.index = index }
}

/// An argument of a field or directive, or a field of an input object.
package struct InputValueID: SchemaID {
    package let index: UInt32
    @inlinable
    package init(index: UInt32) { self.index = index }
}

/// A value of an enum type.
package struct EnumValueID: SchemaID {
    package let index: UInt32
    @inlinable
    package init(index: UInt32) { self.index = index }
}

/// A directive definition.
package struct DirectiveID: SchemaID {
    package let index: UInt32
    @inlinable
    package init(index: UInt32) { self.index = index }
}

/// A directive written on a schema element.
package struct AppliedDirectiveID: SchemaID {
    package let index: UInt32
    @inlinable
    package init(index: UInt32) { self.index = index }
}

/// Neighbouring ids, such as the fields of one type.
package struct IDRange<ID: SchemaID>: RandomAccessCollection, Hashable, Sendable {
    @usableFromInline let first: UInt32
    @usableFromInline let length: UInt32

    @inlinable
    package init(first: Int, count: Int) {
        self.first = UInt32(truncatingIfNeeded: first)
        self.length = UInt32(truncatingIfNeeded: count)
    }

    @inlinable
    package static var empty: IDRange { IDRange(first: 0, count: 0) }

    @inlinable
    package var startIndex: Int { 0 }
    @inlinable
    package var endIndex: Int { Int(length) }
    @inlinable
    package func index(after index: Int) -> Int { index &+ 1 }
    @inlinable
    package func index(before index: Int) -> Int { index &- 1 }
    @inlinable
    package func index(_ index: Int, offsetBy distance: Int) -> Int { index &+ distance }
    @inlinable
    package func distance(from start: Int, to end: Int) -> Int { end &- start }
    @inlinable
    package subscript(position: Int) -> ID { ID(index: first &+ UInt32(truncatingIfNeeded: position)) }

    /// The place of the id in the range; only meaningful for an id that is in it.
    @inlinable
    package func offset(of id: ID) -> Int { Int(id.index &- first) }

    @inlinable
    package func makeIterator() -> Iterator { Iterator(next: first, end: first &+ length) }

    /// Counts through the range.
    ///
    /// Why: the standard library's own iterator reaches the range through its witnesses, a hundred times slower.
    package struct Iterator: IteratorProtocol {
        @usableFromInline var upcoming: UInt32
        @usableFromInline let end: UInt32

        @inlinable
        init(next: UInt32, end: UInt32) { (upcoming, self.end) = (next, end) }

        @inlinable
        package mutating func next() -> ID? {
            guard upcoming < end else { return nil }
            defer { upcoming &+= 1 }
            return ID(index: upcoming)
        }
    }
}
