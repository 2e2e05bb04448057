import Cryptography
import Database
import EventSourcing
import Rows

/// The place of a row in an ordered list: the position of the log at which the list was first read, and the values of
/// the order's columns. Signed, and bound to tenant, field and conditions, so that it opens no other list.
///
///     position │ count │ (tag │ value)…      integers are big-endian, texts have a length of four bytes
struct KeysetCursor: Equatable {
    let position: GlobalPosition
    let values: [SQLValue]

    /// Limit: values that a cursor may hold; an order has fewer columns.
    private static let valuesMax = 8

    func text(_ signer: CursorSigner, for purpose: [UInt8]) -> [UInt8] {
        var payload: [UInt8] = []
        KeysetCursor.append(UInt64(bitPattern: position.number), to: &payload)
        payload.append(UInt8(truncatingIfNeeded: values.count))
        for value in values { KeysetCursor.append(value, to: &payload) }
        return signer.sign(payload, for: purpose)
    }

    init(position: GlobalPosition, values: [SQLValue]) {
        (self.position, self.values) = (position, values)
    }

    /// Nil for whatever this gateway has not signed for this list.
    init?(_ text: [UInt8], _ signer: CursorSigner, for purpose: [UInt8]) {
        guard let payload = signer.payload(of: text.span, for: purpose) else { return nil }
        var reader = Reader(bytes: payload)
        guard let position = reader.word(), let count = reader.byte(), Int(count) <= Self.valuesMax else { return nil }
        var values: [SQLValue] = []
        for _ in 0..<count {
            guard let value = reader.value() else { return nil }
            values.append(value)
        }
        guard reader.isAtEnd else { return nil }
        self.init(position: GlobalPosition(Int64(bitPattern: position)), values: values)
    }

    /// The value of a cell of a row, as a parameter of the next statement.
    static func value(of cell: Cell, in rows: RowBatch) -> SQLValue {
        switch cell.tag {
        case .null: .null
        case .bool: .bool(cell.bool)
        case .int: .int(cell.int)
        case .double: .double(cell.double)
        case .text, .json: .text(Array(rows.bytes(of: cell)))
        case .blob: .blob(Array(rows.bytes(of: cell)))
        }
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
        }
    }

    private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        switch value {
        case .null, .array: bytes.append(0)
        case .bool(let value): bytes += [1, value ? 1 : 0]
        case .int(let value):
            bytes.append(2)
            append(UInt64(bitPattern: value), to: &bytes)
        case .double(let value):
            bytes.append(3)
            append(value.bitPattern, to: &bytes)
        case .text(let text):
            bytes.append(4)
            append(UInt64(text.count), to: &bytes)
            bytes += text
        case .blob(let blob):
            bytes.append(5)
            append(UInt64(blob.count), to: &bytes)
            bytes += blob
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        var isAtEnd: Bool { at == bytes.count }

        mutating func byte() -> UInt8? {
            guard at < bytes.count else { return nil }
            defer { at += 1 }
            return bytes[at]
        }

        mutating func word() -> UInt64? {
            guard bytes.count - at >= 8 else { return nil }
            defer { at += 8 }
            return bytes[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }

        mutating func slice() -> [UInt8]? {
            guard let count = word(), count <= UInt64(bytes.count - at) else { return nil }
            defer { at += Int(count) }
            return Array(bytes[at..<at + Int(count)])
        }

        mutating func value() -> SQLValue? {
            switch byte() {
            case 0: .null
            case 1: byte().map { .bool($0 != 0) }
            case 2: word().map { .int(Int64(bitPattern: $0)) }
            case 3: word().map { .double(Double(bitPattern: $0)) }
            case 4: slice().map { .text($0) }
            case 5: slice().map { .blob($0) }
            default: nil
            }
        }
    }
}
