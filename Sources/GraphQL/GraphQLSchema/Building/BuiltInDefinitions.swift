import GraphQLLanguage

/// What every schema has without saying so, written as SDL and built like any other definition.
///
/// Why SDL: built-in elements then have descriptions, positions, defaults and printing by the same code as all others,
/// and planning treats `__schema` like any field.
enum BuiltInDefinitions {
    /// The meta-fields, as fields of a type that no schema lists.
    static let metaFields = #"""
        type __Meta {
          """The name of the current Object type at runtime."""
          __typename: String!

          """Access the current type schema of this server."""
          __schema: __Schema!

          """Request the type information of a single type."""
          __type(name: String!): __Type
        }
        """#

    /// The directives of incremental delivery, which a schema has only when it says so.
    static let incrementalDirectives = #"""
        """Directs the executor to defer this fragment when the `if` argument is true or undefined."""
        directive @defer(
          """Deferred when true or undefined."""
          if: Boolean! = true

          """Unique name"""
          label: String
        ) on FRAGMENT_SPREAD | INLINE_FRAGMENT

        """Directs the executor to stream plural fields when the `if` argument is true or undefined."""
        directive @stream(
          """Stream when true or undefined."""
          if: Boolean! = true

          """Unique name"""
          label: String

          """Number of items to return immediately"""
          initialCount: Int! = 0
        ) on FIELD
        """#

    /// The types that every SDL may name without defining them.
    static let typeNames = [
        "String", "Int", "Float", "Boolean", "ID", "__Schema", "__Directive", "__DirectiveLocation", "__Type",
        "__Field", "__InputValue", "__EnumValue", "__TypeKind",
    ]

    /// All of it, parsed once; nil would be a fault of ours that the first test meets.
    static func document(for capabilities: SchemaCapabilities) -> Document? {
        capabilities.contains(.directivesOnDirectives) ? draft : edition
    }

    private static let draft = parsed(isDraft: true)
    private static let edition = parsed(isDraft: false)

    private static func parsed(isDraft: Bool) -> Document? {
        var text = [scalars, introspectionTypes, metaFields, directives, incrementalDirectives]
            .joined(separator: "\n\n")
        if !isDraft { for part in draftParts { text.replace(part.draft, with: part.edition) } }
        return try? Document.parse(
            Source(text, name: "built-in definitions"), options: ParseOptions(allowsDirectivesOnDirectives: true))
    }

    /// What directives on directives add to the built-in definitions, and what stands there without them.
    ///
    /// Spec: 4.2.7: `directives` must return the set of all directives, so that it has no argument that hides some.
    private static let draftParts: [(draft: String, edition: String)] = [
        ("directives(includeDeprecated: Boolean! = false): [__Directive!]!", "directives: [__Directive!]!"),
        (
            "\n  isDeprecated: Boolean!\n  deprecationReason: String\n}\n\n\"\"\"\nA Directive can",
            "\n}\n\n\"\"\"\nA Directive can"
        ),
        ("ENUM_VALUE | DIRECTIVE_DEFINITION", "ENUM_VALUE"),
        ("\n  \"\"\"Location adjacent to a directive definition.\"\"\"\n  DIRECTIVE_DEFINITION\n", ""),
    ]
}
