import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation

/// The engine as the commands under `belvedere graphql` use it: everything that a schema and a document may hold.
enum GraphQLTool {
    static let builder = SchemaBuilder()
    /// As the reference builds: a definition with the name of a built-in type is passed over.
    static let batchBuilder = {
        var builder = SchemaBuilder()
        builder.passesOverBuiltInTypes = true
        return builder
    }()
    static let parseOptions = ParseOptions(allowsDirectivesOnDirectives: true)
    private static let options = ValidationOptions()

    static func validated(_ document: Document, _ schema: Schema) -> Validation {
        validate(document, against: schema, options: options)
    }

    /// What is wrong with a document, by all rules or by some.
    static func diagnostics(_ document: Document, _ schema: Schema, rules: ValidationRuleSet?) -> [Diagnostic] {
        if let rules { return diagnose(document, against: schema, rules: rules, options: options) }
        switch validated(document, schema) {
        case .valid: return []
        case .invalid(let diagnostics): return diagnostics
        }
    }
}
