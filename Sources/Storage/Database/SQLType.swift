/// The closed set of column and parameter types that both engines store without loss.
package enum SQLScalar: UInt8, Sendable, CaseIterable {
    case bool
    /// Sixty-four bits; also every point in time, as microseconds since 1970.
    case int
    case double
    /// An exact decimal of any size, carried as its text.
    case decimal
    /// UTF-8.
    case text
    /// One complete JSON value as UTF-8.
    case json
    case blob
    /// Sixteen raw bytes.
    case uuid
}

/// A scalar or, for parameters, an array of one scalar.
package struct SQLType: Sendable, Hashable {
    package let scalar: SQLScalar
    package let isArray: Bool

    package init(_ scalar: SQLScalar, isArray: Bool = false) {
        (self.scalar, self.isArray) = (scalar, isArray)
    }

    package static let bool = SQLType(.bool)
    package static let int = SQLType(.int)
    package static let double = SQLType(.double)
    package static let decimal = SQLType(.decimal)
    package static let text = SQLType(.text)
    package static let json = SQLType(.json)
    package static let blob = SQLType(.blob)
    package static let uuid = SQLType(.uuid)

    /// An array parameter, for `= ANY($1)` and for set-based writes.
    package static func array(_ scalar: SQLScalar) -> SQLType { SQLType(scalar, isArray: true) }
}
