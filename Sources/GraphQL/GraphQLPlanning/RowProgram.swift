import GraphQLSchema

/// What is written for objects that stand for rows, in the form that is cheapest to follow.
///
/// Why beside the planned fields: those say everything that may ever be asked of a field. A list of rows asks the same
/// few things of the same few fields for each row, and finds them here without touching anything that is counted.
package struct RowProgram: Sendable {
    /// One field of an object.
    package struct Field: Sendable, BitwiseCopyable {
        /// Where its value is.
        package enum Source: UInt8, Sendable, BitwiseCopyable {
            case column
            /// The cell that a computation left.
            case computed
            /// The same bytes for every row.
            case constant
            /// At most one row behind a link.
            case row
            /// Any number of rows behind a link.
            case rows
            /// JSON that is the same for every row and must be completed.
            case json
        }

        /// Which cells can be written without a look at the rules of the scalar.
        package enum Cell: UInt8, Sendable, BitwiseCopyable {
            case text
            /// Text, or a whole number in quotes.
            case identifier
            /// A whole number of 32 bits.
            case int
            /// A whole number that every client reads exactly.
            case long
            /// A whole number in quotes.
            case quotedInt
            case boolean
            /// None.
            case other
        }

        package let source: Source
        package let cell: Cell
        package let isNonNull: Bool
        /// `,"key":` in the plan's text.
        package let key: TextRange
        /// The value of a constant in the plan's text.
        package let constant: TextRange
        /// The column, or the place among the steps of the object.
        package let place: Int32
        /// The field in the plan.
        package let field: Int32
    }

    package struct Object: Sendable, BitwiseCopyable {
        package let fields: PlanRange
        /// Whether every field of it is here; otherwise it is written by the plan alone.
        package let isPlain: Bool
        package let hasSteps: Bool
        /// The most bytes that keys, constants, numbers and punctuation come to.
        package let bytesMax: Int
    }

    package let fields: [Field]
    /// In the order of the plan's objects.
    package let objects: [Object]
    /// Whether the arguments of some field are known only with the variables of a request.
    package let hasVariableArguments: Bool

    /// Limit: bytes of a value that is not a text: twenty digits in quotes.
    private static let valueBytesMax = 22
    /// Bytes that may be written behind a key because it is copied in whole words.
    package static let slack = 16

    init(_ parts: borrowing MakePlan) {
        var fields: [Field] = []
        var objects: [Object] = []
        for object in parts.objects {
            let first = fields.count
            var bytes = 2 + Self.slack
            var isPlain = object.failure == nil && object.newUsages.count == 0 && object.deferred.count == 0
            for place in object.fields.indices {
                guard isPlain, let field = Self.field(parts.fields[place], at: place) else {
                    isPlain = false
                    break
                }
                bytes += Int(field.key.count) + Int(field.constant.count) + Self.valueBytesMax
                fields.append(field)
            }
            if !isPlain { fields.removeSubrange(first...) }
            objects.append(
                Object(
                    fields: parts.range(first, fields.count - first), isPlain: isPlain, hasSteps: object.hasSteps,
                    bytesMax: bytes))
        }
        self.fields = fields
        self.objects = objects
        hasVariableArguments = parts.arguments.contains { $0.constant == nil }
    }

    private static func field(_ field: PlannedField, at place: Int) -> Field? {
        let isLeaf = !field.type.isList && field.leaf != .composite
        let source: Field.Source
        switch field.source {
        case .column: source = .column
        case .compute: source = .computed
        case .typename: source = .constant
        case .constant: source = isLeaf ? .constant : .json
        case .load, .embedded, .items: source = field.type.isList ? .rows : .row
        case .member, .introspection: return nil
        }
        return Field(
            source: source, cell: isLeaf ? cell(of: field.leaf) : .other, isNonNull: field.type.isNonNull,
            key: field.key, constant: source == .constant ? field.constant : .none,
            place: field.source == .column ? field.column : field.link, field: Int32(truncatingIfNeeded: place))
    }

    private static func cell(of leaf: LeafForm) -> Field.Cell {
        guard case .scalar(let codec) = leaf else { return .other }
        switch codec {
        case .string, .cursor, .emailAddress, .decimal, .uuid: return .text
        case .id: return .identifier
        case .int: return .int
        case .long: return .long
        case .microUSD: return .quotedInt
        case .boolean: return .boolean
        case .passThrough, .float, .dateTime, .date, .duration, .json: return .other
        }
    }
}
