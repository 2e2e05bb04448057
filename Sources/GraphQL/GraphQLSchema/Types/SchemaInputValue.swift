/// An argument of a field or directive, or a field of an input object.
package struct SchemaInputValue: Sendable {
    package let name: Symbol
    package internal(set) var type: WrappedType
    package let description: Text?
    package let deprecationReason: Text?
    /// Index of the coerced default, see `Schema.defaultValue(of:)`; a default that is invalid has none.
    var defaultIndex: UInt32?
    package internal(set) var directives: IDRange<AppliedDirectiveID>
    let declaration: Declaration
    var owner: InputValueOwner

    package var isDeprecated: Bool { deprecationReason != nil }
    /// Whether a default is written, even if it is not valid.
    package let hasDefault: Bool
    /// Whether it must be given: non-null and without default.
    package var isRequired: Bool { type.isNonNull && !hasDefault }
}

/// What an input value belongs to.
enum InputValueOwner: Sendable {
    case field(FieldID)
    case directive(DirectiveID)
    case inputObject(TypeID)
}
