import GraphQLLanguage
import GraphQLSchema

/// What checking a document gives: the proof that it may be planned, or everything that is wrong with it.
package enum Validation: Sendable {
    case valid(ValidDocument)
    case invalid([Diagnostic])
}

/// Checks a document against all rules of the specification that matter to the schema, and against the limits.
///
/// The limits come first: they are cheap and need no types, so that an oversized document costs little.
package func validate(
    _ document: Document, against schema: Schema, options: ValidationOptions = ValidationOptions()
) -> Validation {
    let context = ValidationContext(document, schema, options)
    options.limits.check(context)
    let refused = context.diagnostics()
    if !refused.isEmpty { return .invalid(refused) }
    var walk = TypedWalk(context, .required(by: schema))
    walk.walk()
    let diagnostics = context.diagnostics()
    if !diagnostics.isEmpty { return .invalid(diagnostics) }
    let valid = ValidDocument(document, schema, context)
    let costly = options.limits.checkCost(of: valid, by: options.costModel)
    return costly.isEmpty ? .valid(valid) : .invalid(costly)
}

/// Checks a document against some rules only; what it finds proves nothing about the others.
package func diagnose(
    _ document: Document, against schema: Schema, rules: ValidationRuleSet,
    options: ValidationOptions = ValidationOptions()
) -> [Diagnostic] {
    let context = ValidationContext(document, schema, options)
    var walk = TypedWalk(context, rules)
    walk.walk()
    return context.diagnostics()
}
