import GraphQLSchema

/// One response key of one concrete type, with every name resolved.
package struct PlannedField: Sendable {
    /// Where the value is found once the parent's row is known.
    package enum Source: UInt8, Sendable {
        /// `__typename`: the bytes of `constant`.
        case typename
        /// A member of the parent's JSON object, by the field's name.
        case member
        /// A field of the introspection of the schema.
        case introspection
        /// The cell in `column` of the parent's row.
        case column
        /// The JSON value of `constant`.
        case constant
        /// The cell that the computation `step` left for the parent.
        case compute
        /// The rows that the load `step` brought for the parent.
        case load
        /// The parent's own row.
        case embedded
        /// The rows on the page that the parent's row describes.
        case items

        /// Whether something happens for it before the object is written.
        package var isStep: Bool { self == .compute || self == .load || self == .embedded || self == .items }
    }

    package let source: Source
    /// How the value is written when it is a leaf.
    package let leaf: LeafForm
    package let type: WrappedType
    /// Which field of introspection it is, if it is one.
    package let introspects: IntrospectionField?
    package let definition: FieldID
    /// `"key":` with a comma before it, in the plan's text; the first field of an object leaves the comma out.
    package let key: TextRange
    /// The JSON value of a typename or constant, in the plan's text.
    package let constant: TextRange
    /// The selections that were merged into this field, in the plan's list of nodes.
    package let nodes: PlanRange
    /// The column of a column field, the presence column of an embedded one; -1 is none.
    package let column: Int32
    /// The place in the plan's list of loads or computations, for those sources.
    package let step: Int32
    /// The columns of the parent's row that a load or computation reads, in the plan's list of columns.
    package let inputs: PlanRange
    /// The place among the steps of its object; -1 for fields that are no step.
    package let link: Int32
    /// The column of the rows below that names their concrete type; -1 where the type is not abstract.
    package let typeColumn: Int32
    /// What is selected of a composite value; -1 is none.
    package let selection: Int32
    /// The place in the plan's list of streams; -1 is none.
    package let stream: Int32
    /// The place in the plan's list of arguments; -1 is none.
    package let arguments: Int32
}

/// How a leaf is written.
package enum LeafForm: Sendable, Equatable {
    case scalar(ScalarCodec)
    case `enum`
    /// The field is no leaf.
    case composite
}

/// A stretch of a plan's text.
package struct TextRange: Sendable, BitwiseCopyable {
    package let start: UInt32
    package let count: UInt32

    package static let none = TextRange(start: 0, count: 0)
}

/// A stretch of one of a plan's lists.
package struct PlanRange: Sendable, BitwiseCopyable {
    package let start: UInt32
    package let count: UInt32

    package static let none = PlanRange(start: 0, count: 0)
    package var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
