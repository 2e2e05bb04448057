/// A field of an object or interface type.
package struct SchemaField: Sendable {
    package let name: Symbol
    /// The type it belongs to; the meta-fields belong to the query type.
    package internal(set) var parent: TypeID
    package internal(set) var type: WrappedType
    package let arguments: IDRange<InputValueID>
    package let description: Text?
    package let deprecationReason: Text?
    package internal(set) var directives: IDRange<AppliedDirectiveID>
    /// Which of the three meta-fields it is, if it is one.
    package internal(set) var meta: MetaField?
    let declaration: Declaration

    package var isDeprecated: Bool { deprecationReason != nil }

    /// The same field, marked as the meta-field that its name says it is.
    var asMetaField: SchemaField {
        var field = self
        switch name {
        case .typename: field.meta = .typename
        case .schemaField: field.meta = .schema
        case .typeField: field.meta = .type
        default: field.meta = nil
        }
        return field
    }
}

/// The fields that every schema has and no type lists.
package enum MetaField: UInt8, Sendable, CaseIterable {
    case typename, schema, type
}
