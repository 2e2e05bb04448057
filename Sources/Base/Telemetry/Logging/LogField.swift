/// One value beside a log message.
package enum LogValue: Sendable, Equatable {
    case text(String)
    case int(Int64)
    case double(Double)
    case bool(Bool)
}

extension LogValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package init(_ value: some FixedWidthInteger) { self = .int(Int64(clamping: value)) }
    package init(_ value: some CustomStringConvertible) { self = .text(value.description) }
}

/// Named values in the order in which they were written: `["port": 8080, "peer": "\(peer)"]`.
package struct LogFields: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    package var list: [(name: String, value: LogValue)]

    package init(dictionaryLiteral elements: (String, LogValue)...) {
        list = elements.map { (name: $0.0, value: $0.1) }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.list.elementsEqual(right.list) { $0.name == $1.name && $0.value == $1.value }
    }

    package subscript(_ name: String) -> LogValue? { list.first { $0.name == name }?.value }
}
