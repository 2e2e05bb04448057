import Database
import GraphQLSchema
import Prelude

/// Turns a coerced argument into the parameter of a column.
enum ColumnValue {
    /// Nil for a value that no row of the column can have, such as a text that is no UUID.
    static func parameter(_ value: CoercedValue, as type: SQLScalar, _ schema: Schema) -> SQLValue? {
        switch (value, type) {
        case (.null, _): .null
        case (.boolean(let bool), .bool): .bool(bool)
        case (.int(let int), .int): .int(int)
        case (.int(let int), .text): .text(String(int))
        case (.int(let int), .double): .double(Double(int))
        case (.float(let double), .double): .double(double)
        case (.string(let text), .text), (.string(let text), .json), (.string(let text), .decimal): .text(text)
        case (.string(let text), .uuid): UniqueID(text: text).map { .blob($0.bytes) }
        case (.string(let text), .int): moment(text)
        case (.string(let text), .blob): .blob(text)
        case (.number(let text), .decimal), (.number(let text), .text): .text(text)
        case (.number(let text), .int): Int64(String(decoding: text, as: UTF8.self)).map { .int($0) }
        case (.enumValue(let id), .text): .text(Array(schema.bytes(schema[id].name)))
        case (.name(let name), .text): .text(name)
        case (.boolean, _), (.int, _), (.float, _), (.string, _), (.number, _), (.enumValue, _), (.name, _),
            (.list, _), (.object, _), (.record, _):
            nil
        }
    }

    /// Columns of whole numbers also hold moments, as microseconds, and days.
    private static func moment(_ text: [UInt8]) -> SQLValue? {
        if let moment = TimeText.moment(text) { return .int(moment.microseconds) }
        if let day = TimeText.day(text) { return .int(Int64(day.daysSinceEpoch)) }
        return Int64(String(decoding: text, as: UTF8.self)).map { .int($0) }
    }
}
