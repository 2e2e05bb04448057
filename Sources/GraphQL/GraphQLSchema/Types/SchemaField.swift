/// A field of an object or interface type.
package struct SchemaField: Sendable {
    package let name: Symbol
    /// The type it belongs to; the meta-fields belong to the query type.
    package let parent: TypeID
    package let type: WrappedType
    package let arguments: IDRange<InputValueID>
    package let description: Text?
    package let deprecationReason: Text?
    package let directives: IDRange<AppliedDirectiveID>
    /// Which of the three meta-fields it is, if it is one.
    package let meta: MetaField?
    let declaration: Declaration

    package var isDeprecated: Bool { deprecationReason != nil }
}

/// The fields that every schema has and no type lists.
package enum MetaField: UInt8, Sendable, CaseIterable {
    case typename, schema, type
}
