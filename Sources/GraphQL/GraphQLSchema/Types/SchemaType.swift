/// A named type of any kind; the ranges that do not fit its kind are empty.
package struct SchemaType: Sendable {
    package let name: Symbol
    package let kind: TypeKind
    /// Where it comes from decides whether printing shows it and whether a scalar has built-in rules.
    package let origin: Origin
    package let description: Text?
    /// Of an object or interface, in the order of the SDL, extensions last.
    package let fields: IDRange<FieldID>
    /// Of an input object.
    package let inputFields: IDRange<InputValueID>
    /// Of an enum.
    package let enumValues: IDRange<EnumValueID>
    /// Of an object or interface: what it says it implements. See `Schema.interfaces(of:)`.
    var interfaces: TypeList
    /// Of a union: its members; of an interface: the objects that implement it. See `Schema.possibleTypes(of:)`.
    var possibleTypes: TypeList
    package internal(set) var directives: IDRange<AppliedDirectiveID>
    /// Of a scalar, from `@specifiedBy`.
    package let specifiedByURL: Text?
    /// Of an input object, from `@oneOf`.
    package let isOneOf: Bool
    /// Which built-in rules coerce it, or how it was registered; only of a scalar.
    package let codec: ScalarCodec
    /// Its row in the subtype and overlap tables; only of an interface or union.
    var abstractRow: UInt32
    /// Its definition, then its extensions.
    let declarations: DeclarationList

    package enum Origin: UInt8, Sendable {
        case sdl, builtInScalar, introspection
    }
}

/// A stretch of the schema's list of types.
struct TypeList: Hashable, Sendable {
    let first: UInt32
    let count: UInt32

    static let empty = TypeList(first: 0, count: 0)
    var range: Range<Int> { Int(first)..<Int(first &+ count) }
}
