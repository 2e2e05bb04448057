/// SQL text with holes for parameters, which can be joined without counting dollar signs.
///
/// Values never enter the text: a hole carries a type and becomes `$1`, `$2` … when the statement is made.
package struct SQLFragment: Sendable, Hashable, ExpressibleByStringInterpolation {
    enum Part: Sendable, Hashable {
        case text(String)
        case hole(SQLType)
    }

    private(set) var parts: [Part]

    package init(stringLiteral value: String) { parts = [.text(value)] }

    package init(stringInterpolation: Interpolation) { parts = stringInterpolation.parts }

    /// Both, one after the other.
    package static func + (left: SQLFragment, right: SQLFragment) -> SQLFragment {
        var sum = left
        sum.parts += right.parts
        return sum
    }

    /// All of them with a separator between.
    package static func joined(_ fragments: [SQLFragment], by separator: SQLFragment) -> SQLFragment {
        var sum: SQLFragment = ""
        for (index, fragment) in fragments.enumerated() {
            sum = index == 0 ? fragment : sum + separator + fragment
        }
        return sum
    }

    /// The numbered text, and the types of its parameters in order.
    package func numbered() -> (sql: String, parameters: [SQLType]) {
        var (sql, parameters) = ("", [SQLType]())
        for part in parts {
            switch part {
            case .text(let text): sql += text
            case .hole(let type):
                parameters.append(type)
                sql += "$\(parameters.count)"
            }
        }
        return (sql, parameters)
    }

    /// Collects the pieces of an interpolated literal.
    package struct Interpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(interpolationCount * 2 + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(.text(literal)) }
        }

        /// A parameter of this type.
        package mutating func appendInterpolation(_ type: SQLType) {
            parts.append(.hole(type))
        }

        /// A quoted column or table name.
        package mutating func appendInterpolation(name: SQLName) {
            parts.append(.text(name.quoted))
        }

        package mutating func appendInterpolation(_ fragment: SQLFragment) {
            parts += fragment.parts
        }
    }
}
