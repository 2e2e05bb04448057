import GraphQLLanguage

/// A valid schema: every element in a flat table, every name a symbol, every look-up by index or one hash.
///
/// ```
/// types ──fields──▶ fields ──arguments──▶ inputValues ──default──▶ defaults
///       ──inputFields──────────────────▶
///       ──enumValues──▶ enumValues        directives ──arguments──▶ inputValues
/// ```
///
/// Invariant: built only by `SchemaBuilder`, which refuses an SDL with any fault, so whoever holds a `Schema` may rely
/// on every rule of the type system; every id of a schema lies inside the table of its kind.
package final class Schema: Sendable {
    package let types: [SchemaType]
    package let fields: [SchemaField]
    package let inputValues: [SchemaInputValue]
    package let enumValues: [SchemaEnumValue]
    package let directives: [SchemaDirective]
    package let appliedDirectives: [AppliedDirective]
    package let symbols: SymbolTable

    package let queryType: TypeID?
    package let mutationType: TypeID?
    package let subscriptionType: TypeID?
    package let description: Text?
    /// Directives on `schema` and its extensions.
    package let schemaDirectives: IDRange<AppliedDirectiveID>
    /// The meta-fields `__typename`, `__schema` and `__type`.
    package let typenameField: FieldID
    package let schemaField: FieldID
    package let typeField: FieldID
    package let capabilities: SchemaCapabilities

    /// The SDL it was built from, the built-in definitions first; literals and positions are read from here.
    let documents: [Document]
    let typeLists: [TypeID]
    let declarations: [Declaration]
    /// `schema` and `extend schema`, in order.
    let schemaDeclarations: [Declaration]
    let hasSchemaDefinition: Bool
    let text: [UInt8]
    let defaults: [CoercedValue]
    let members: MemberTable
    let relations: TypeRelations

    init(_ parts: consuming SchemaParts) {
        types = parts.types
        fields = parts.fields
        inputValues = parts.inputValues
        enumValues = parts.enumValues
        directives = parts.directives
        appliedDirectives = parts.appliedDirectives
        symbols = parts.symbols
        queryType = parts.queryType
        mutationType = parts.mutationType
        subscriptionType = parts.subscriptionType
        description = parts.description
        schemaDirectives = parts.schemaDirectives
        typenameField = parts.typenameField
        schemaField = parts.schemaField
        typeField = parts.typeField
        capabilities = parts.capabilities
        documents = parts.documents
        typeLists = parts.typeLists
        declarations = parts.declarations
        schemaDeclarations = parts.schemaDeclarations
        hasSchemaDefinition = parts.hasSchemaDefinition
        text = parts.text
        defaults = parts.defaults
        members = parts.members
        relations = parts.relations
    }
}

extension Schema {
    package subscript(id: TypeID) -> SchemaType { types[Int(id.index)] }
    package subscript(id: FieldID) -> SchemaField { fields[Int(id.index)] }
    package subscript(id: InputValueID) -> SchemaInputValue { inputValues[Int(id.index)] }
    package subscript(id: EnumValueID) -> SchemaEnumValue { enumValues[Int(id.index)] }
    package subscript(id: DirectiveID) -> SchemaDirective { directives[Int(id.index)] }
    package subscript(id: AppliedDirectiveID) -> AppliedDirective { appliedDirectives[Int(id.index)] }

    /// Every type, in the order in which introspection lists them.
    package var typeIDs: IDRange<TypeID> { IDRange(first: 0, count: types.count) }
    /// Every directive, in the order of the SDL, the specified ones that it does not define last.
    package var directiveIDs: IDRange<DirectiveID> { IDRange(first: 0, count: directives.count) }

    package func rootType(for operation: OperationKind) -> TypeID? {
        switch operation {
        case .query: queryType
        case .mutation: mutationType
        case .subscription: subscriptionType
        }
    }

    /// The type's interfaces as it lists them, extensions included.
    package func interfaces(of type: TypeID) -> ArraySlice<TypeID> { typeLists[self[type].interfaces.range] }

    /// The objects that a value of the type may be: itself for an object, members of a union, implementations.
    package func possibleTypes(of type: TypeID) -> ArraySlice<TypeID> {
        typeLists[self[type].possibleTypes.range]
    }

    /// The coerced default; nil when none is written.
    package func defaultValue(of input: InputValueID) -> CoercedValue? {
        self[input].defaultIndex.map { defaults[Int($0)] }
    }
}
