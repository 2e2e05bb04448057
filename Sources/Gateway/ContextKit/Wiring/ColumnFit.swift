import Database
import GraphQLSchema

/// Which columns can stand behind which GraphQL types.
enum ColumnFit {
    /// `createdAt` as a column: `created_at`.
    static func columnName(of field: String) -> String {
        var name = ""
        var previousIsLower = false
        for scalar in field.unicodeScalars {
            if scalar.properties.isUppercase {
                if previousIsLower { name.unicodeScalars.append("_") }
                name += scalar.properties.lowercaseMapping
                previousIsLower = false
            } else {
                name.unicodeScalars.append(scalar)
                previousIsLower = true
            }
        }
        return name
    }

    /// Nil if the column fits, otherwise what is wrong.
    static func problem(_ column: TableDefinition.Column, _ type: WrappedType, _ schema: Schema) -> String? {
        let named = schema[type.named]
        if type.isList {
            return column.type == .json ? nil : "a list needs a column of JSON, \(column.name) is \(column.type)"
        }
        if type.isNonNull, column.isOptional {
            return "the field is non-null and column \(column.name) may be null"
        }
        let fitting: Set<SQLScalar> =
            switch named.kind {
            case .enum: [.text]
            case .scalar: scalars(named.codec)
            case .object, .interface, .union, .inputObject: [.json]
            }
        return fitting.contains(column.type)
            ? nil : "column \(column.name) is \(column.type), the field is \(schema.string(type))"
    }

    private static func scalars(_ codec: ScalarCodec) -> Set<SQLScalar> {
        switch codec {
        case .passThrough, .json: [.json, .text, .int, .double, .bool, .decimal]
        case .int, .long, .dateTime, .date, .duration: [.int]
        case .float: [.double, .int]
        case .string, .emailAddress, .cursor: [.text]
        case .boolean: [.bool]
        case .id: [.text, .uuid, .int]
        case .decimal: [.decimal, .text]
        case .microUSD: [.int, .decimal]
        case .uuid: [.uuid]
        }
    }
}
