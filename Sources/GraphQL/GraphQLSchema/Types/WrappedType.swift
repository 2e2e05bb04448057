/// A named type with its list and non-null wrappers, in twelve bytes.
///
/// Level 0 is the outermost; the named type sits at level `listDepth`. Bit `n` of `nonNulls` says that level `n` is
/// non-null, so `[[Int!]]!` is listDepth 2, nonNulls 0b101.
package struct WrappedType: Hashable, Sendable {
    package let named: TypeID
    @usableFromInline let nonNulls: UInt32
    @usableFromInline let lists: UInt8

    /// Limit: lists in lists; deeper references are refused where they are read.
    package static let listDepthMax = 31

    @inlinable
    package init(named: TypeID, listDepth: Int = 0, nonNulls: UInt32 = 0) {
        self.named = named
        self.nonNulls = nonNulls
        self.lists = UInt8(truncatingIfNeeded: listDepth)
    }

    @inlinable
    package var listDepth: Int { Int(lists) }
    @inlinable
    package var isNonNull: Bool { nonNulls & 1 != 0 }
    @inlinable
    package var isList: Bool { lists > 0 }

    /// The same type without its outermost non-null.
    @inlinable
    package var nullable: WrappedType { WrappedType(named: named, listDepth: listDepth, nonNulls: nonNulls & ~1) }

    /// The same type with an outermost non-null.
    @inlinable
    package var nonNull: WrappedType { WrappedType(named: named, listDepth: listDepth, nonNulls: nonNulls | 1) }

    /// The type of the items of a list type, whether or not the list is non-null; nil when it is no list.
    @inlinable
    package var item: WrappedType? {
        isList ? WrappedType(named: named, listDepth: listDepth &- 1, nonNulls: nonNulls >> 1) : nil
    }

    /// A nullable list of this type, or nil when that would nest too deeply.
    @inlinable
    package var list: WrappedType? {
        listDepth < Self.listDepthMax
            ? WrappedType(named: named, listDepth: listDepth &+ 1, nonNulls: nonNulls << 1) : nil
    }

    /// Whether a non-null stands at this level, 0 being the outermost.
    @inlinable
    package func isNonNull(at level: Int) -> Bool { (nonNulls >> UInt32(truncatingIfNeeded: level)) & 1 != 0 }
}
