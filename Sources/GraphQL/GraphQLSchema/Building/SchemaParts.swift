import GraphQLLanguage

/// The tables of a schema while they are being filled.
struct SchemaParts {
    var types: [SchemaType] = []
    var fields: [SchemaField] = []
    var inputValues: [SchemaInputValue] = []
    var enumValues: [SchemaEnumValue] = []
    var directives: [SchemaDirective] = []
    var appliedDirectives: [AppliedDirective] = []
    var symbols: SymbolTable
    var queryType: TypeID?
    var mutationType: TypeID?
    var subscriptionType: TypeID?
    var description: Text?
    var schemaDirectives: IDRange<AppliedDirectiveID> = .empty
    var typenameField = FieldID(index: 0)
    var schemaField = FieldID(index: 1)
    var typeField = FieldID(index: 2)
    var capabilities: SchemaCapabilities
    var documents: [Document]
    var typeLists: [TypeID] = []
    var declarations: [Declaration] = []
    var schemaDeclarations: [Declaration] = []
    /// Whether the first of the schema declarations is a definition and not an extension.
    var hasSchemaDefinition = false
    /// Whether a root operation type names a type that does not exist.
    var hasUnknownRoot = false
    var text: [UInt8] = []
    var defaults: [CoercedValue] = []
    var members = MemberTable()
    var relations = TypeRelations()

    init(documents: [Document], capabilities: SchemaCapabilities) {
        (self.documents, self.capabilities) = (documents, capabilities)
        symbols = SymbolTable(minimumCapacity: 256)
    }
}
