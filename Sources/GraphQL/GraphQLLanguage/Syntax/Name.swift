/// A name where it stands in the source; its bytes are read through the document.
package struct Name: Hashable, Sendable, BitwiseCopyable {
    /// Offset of the first byte in the source.
    package let offset: UInt32
    package let length: UInt32

    @inlinable
    package init(offset: Int, length: Int) {
        self.offset = UInt32(truncatingIfNeeded: offset)
        self.length = UInt32(truncatingIfNeeded: length)
    }

    /// Stands where the grammar leaves a name out: an anonymous operation, a field without an alias.
    @inlinable package static var absent: Name { Name(offset: 0, length: 0) }

    @inlinable package var isAbsent: Bool { length == 0 }
    @inlinable package var range: Range<Int> { Int(offset)..<Int(offset) + Int(length) }
}
