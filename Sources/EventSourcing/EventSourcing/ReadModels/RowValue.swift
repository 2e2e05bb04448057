/// One value of a read-model row.
///
/// Texts are compared by their bytes, as both database engines do, never by what they look like.
package enum RowValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case real(Double)
    /// Also JSON, for columns of that kind.
    case text(String)
    case blob([UInt8])
}

extension RowValue: Hashable {
    package static func == (left: RowValue, right: RowValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.real(let a), .real(let b)): a.bitPattern == b.bitPattern
        case (.text(let a), .text(let b)): a.hasBytes(of: b)
        case (.blob(let a), .blob(let b)): a == b
        case (.null, _), (.bool, _), (.int, _), (.real, _), (.text, _), (.blob, _): false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .real(let value): hasher.combine(value.bitPattern)
        case .text(var value):
            // Why the length: two texts side by side in a key are told from other two with the same bytes.
            value.withUTF8 { bytes in
                hasher.combine(bytes.count)
                hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
            }
        case .blob(let value): hasher.combine(value)
        }
    }
}

extension RowValue: Comparable {
    /// The order of a key column, in which all values are of one kind.
    package static func < (left: RowValue, right: RowValue) -> Bool {
        switch (left, right) {
        case (.bool(let a), .bool(let b)): !a && b
        case (.int(let a), .int(let b)): a < b
        case (.real(let a), .real(let b)): a < b
        case (.text(let a), .text(let b)): a.precedesByBytes(b)
        case (.blob(let a), .blob(let b)): a.lexicographicallyPrecedes(b)
        case (.null, _), (.bool, _), (.int, _), (.real, _), (.text, _), (.blob, _): left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .bool: 1
        case .int: 2
        case .real: 3
        case .text: 4
        case .blob: 5
        }
    }
}

extension String {
    /// The same bytes; what merely looks the same is another text.
    fileprivate func hasBytes(of other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return both(other) { $0.elementsEqual($1) } ?? utf8.elementsEqual(other.utf8)
    }

    fileprivate func precedesByBytes(_ other: String) -> Bool {
        both(other) { $0.lexicographicallyPrecedes($1) } ?? utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Why: over plain memory the comparison is a loop, over the views of two strings it is a call a byte.
    private func both(
        _ other: String, _ compare: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Bool? {
        utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in compare(left, right) }
        } ?? nil
    }
}
