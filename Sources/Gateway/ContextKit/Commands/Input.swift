import GraphQLSchema
import Prelude

/// The arguments of a mutation, or an input object within them, read by name. The schema has checked their types.
package struct Input: Sendable {
    private let fields: [CoercedField]
    private let schema: Schema

    package init(_ arguments: CoercedArguments, _ schema: Schema) {
        (self.fields, self.schema) = (arguments.entries, schema)
    }

    private init(_ fields: [CoercedField], _ schema: Schema) {
        (self.fields, self.schema) = (fields, schema)
    }

    /// A text, an id, or whatever a scalar was given as text; nil if it is absent or null.
    package func text(_ name: String) -> String? {
        switch value(name) {
        case .string(let bytes), .number(let bytes), .name(let bytes): String(decoding: bytes, as: UTF8.self)
        case .int(let number): String(number)
        case .enumValue(let id): schema.string(schema[id].name)
        case .null, .boolean, .float, .list, .object, .record, nil: nil
        }
    }

    package func int(_ name: String) -> Int64? {
        switch value(name) {
        case .int(let number): number
        case .number(let digits), .string(let digits): Int64(String(decoding: digits, as: UTF8.self))
        case .null, .boolean, .float, .name, .enumValue, .list, .object, .record, nil: nil
        }
    }

    package func bool(_ name: String) -> Bool? {
        if case .boolean(let bool)? = value(name) { bool } else { nil }
    }

    package func moment(_ name: String) -> Timestamp? {
        switch value(name) {
        case .int(let microseconds): Timestamp(microseconds: microseconds)
        case .string(let bytes): TimeText.moment(bytes)
        case .null, .boolean, .float, .number, .name, .enumValue, .list, .object, .record, nil: nil
        }
    }

    /// A day as the number of days since 1970-01-01.
    package func day(_ name: String) -> Int64? {
        if let day = int(name) { return day }
        return text(name).flatMap { TimeText.day(Array($0.utf8)) }.map { Int64($0.daysSinceEpoch) }
    }

    /// An input object.
    package func object(_ name: String) -> Input? {
        if case .object(let fields)? = value(name) { Input(fields, schema) } else { nil }
    }

    /// The input objects of a list; nulls are left out.
    package func objects(_ name: String) -> [Input]? {
        guard case .list(let items)? = value(name) else { return nil }
        return items.compactMap { item in
            if case .object(let fields) = item { Input(fields, schema) } else { nil }
        }
    }

    /// The texts of a list; nulls are left out.
    package func texts(_ name: String) -> [String]? {
        guard case .list(let items)? = value(name) else { return nil }
        return items.compactMap { item in
            switch item {
            case .string(let bytes): String(decoding: bytes, as: UTF8.self)
            case .enumValue(let id): schema.string(schema[id].name)
            case .null, .boolean, .int, .float, .number, .name, .list, .object, .record: nil
            }
        }
    }

    private func value(_ name: String) -> CoercedValue? {
        fields.first { schema.string(schema[$0.field].name) == name }?.value
    }
}
