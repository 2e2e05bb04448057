/// One value of a row in sixteen bytes: a tag, and either the value itself or where its bytes lie in the batch.
///
/// Why: drivers fill rows from the wire and the executor writes them as JSON; between the two a value is never a
/// `String`, never boxed and never an existential.
package struct Cell: Sendable, BitwiseCopyable, Equatable {
    /// What the sixteen bytes mean.
    package enum Tag: UInt8, Sendable, BitwiseCopyable {
        case null
        case bool
        case int
        case double
        /// UTF-8 bytes in the batch's byte store.
        case text
        /// Bytes of one complete JSON value, written to a response as they are.
        case json
        /// Raw bytes, such as a UUID or a hash.
        case blob
    }

    package let tag: Tag
    /// Number of bytes in the byte store, for text, json and blob.
    package let length: UInt32
    /// The value of a bool, int or double; the offset into the byte store otherwise.
    package let bits: UInt64

    @inlinable
    package init(tag: Tag, length: UInt32, bits: UInt64) {
        (self.tag, self.length, self.bits) = (tag, length, bits)
    }

    @inlinable package static var null: Cell { Cell(tag: .null, length: 0, bits: 0) }
    @inlinable package static func bool(_ value: Bool) -> Cell { Cell(tag: .bool, length: 0, bits: value ? 1 : 0) }
    @inlinable package static func int(_ value: Int64) -> Cell {
        Cell(tag: .int, length: 0, bits: UInt64(bitPattern: value))
    }
    @inlinable package static func double(_ value: Double) -> Cell {
        Cell(tag: .double, length: 0, bits: value.bitPattern)
    }

    @inlinable package var isNull: Bool { tag == .null }
    @inlinable package var int: Int64 { Int64(bitPattern: bits) }
    @inlinable package var bool: Bool { bits != 0 }
    @inlinable package var double: Double { Double(bitPattern: bits) }
    @inlinable package var range: Range<Int> {
        Int(truncatingIfNeeded: bits)..<Int(truncatingIfNeeded: bits) + Int(length)
    }
}
