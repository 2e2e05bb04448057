import GraphQLLanguage

/// A type while the tables are filled: its name, its definition and the extensions that fit it.
struct TypeEntry {
    let name: Symbol
    let kind: TypeKind
    let origin: SchemaType.Origin
    let definition: Declaration
    var extensions: [Declaration] = []
    /// Its place in the schema's order; nil until something of the schema uses it, for ever if nothing does.
    var place: Int?
    /// Whether the SDL lists it, so that it stands where the SDL has it and not where it is first used.
    var isListed: Bool
    /// Whether something of it was left out because of a fault that has been reported.
    var isIncomplete = false
}
