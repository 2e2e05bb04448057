/// One parameter of a statement; its meaning is checked against the type that the statement declares for it.
package enum SQLValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    /// UTF-8 bytes of a text, a JSON value or a decimal.
    case text([UInt8])
    /// Raw bytes of a blob or the sixteen of a UUID.
    case blob([UInt8])
    case array([SQLValue])

    /// Text from a `String`, for edges and tests; hot paths pass bytes.
    package static func text(_ value: String) -> SQLValue { .text(Array(value.utf8)) }

    /// Whether this value can be sent where `type` is declared; null fits everywhere except as an array.
    package func fits(_ type: SQLType) -> Bool {
        if type.isArray {
            guard case .array(let elements) = self else { return false }
            return elements.allSatisfy { $0.fits(SQLType(type.scalar)) }
        }
        return switch (self, type.scalar) {
        case (.null, _), (.bool, .bool), (.int, .int), (.double, .double): true
        case (.text, .text), (.text, .json), (.text, .decimal), (.blob, .blob): true
        case (.blob(let bytes), .uuid): bytes.count == 16
        case (.bool, _), (.int, _), (.double, _), (.text, _), (.blob, _), (.array, _): false
        }
    }

    /// Roughly how many bytes the value occupies on the wire, for limits.
    package var byteCount: Int {
        switch self {
        case .null: 1
        case .bool: 1
        case .int, .double: 8
        case .text(let bytes), .blob(let bytes): bytes.count
        case .array(let elements): elements.reduce(0) { $0 &+ $1.byteCount &+ 4 }
        }
    }
}

// Why no nil literal: `optional == nil` would then quietly compare with the null of SQL.
extension SQLValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(stringLiteral value: String) { self = .text(value) }
}
