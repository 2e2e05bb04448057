import GraphQLSchema

extension ValidationRuleSet {
    /// Every rule for executable documents in the September 2025 edition.
    ///
    /// Why: the depth of introspection is not in the edition, but the reference runs it with the rest since it was
    /// used to bring servers down; it is a rule here and cannot be forgotten.
    package static let specified = ValidationRuleSet(ValidationRule.allCases).subtracting(incrementalDelivery)
        .subtracting(custom)

    /// What the reference offers beside the specification's rules.
    package static let custom: ValidationRuleSet = [.noDeprecatedCustom, .noSchemaIntrospectionCustom]

    /// The rules about `@defer` and `@stream`, which only matter to a schema that has them.
    package static let incrementalDelivery: ValidationRuleSet = [
        .deferStreamDirectiveOnRootField, .deferStreamDirectiveOnValidOperations, .deferStreamDirectiveLabel,
        .streamDirectiveOnListField,
    ]

    /// What a document must pass to be executed against a schema.
    package static func required(by schema: Schema) -> ValidationRuleSet {
        schema.capabilities.contains(.incrementalDelivery) ? specified.union(incrementalDelivery) : specified
    }
}
