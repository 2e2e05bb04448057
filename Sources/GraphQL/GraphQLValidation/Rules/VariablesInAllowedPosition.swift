import GraphQLLanguage
import GraphQLSchema

/// A variable stands only where a value of its type may stand.
///
/// Spec: 5.8.5 All Variable Usages Are Allowed.
enum VariablesInAllowedPosition {
    static func check(_ id: NodeID<OperationNode>, _ context: ValidationContext) {
        let operation = context.document[id]
        guard !operation.variables.isEmpty else { return }
        let uses = context.variableUses(reachedBy: id)
        if context.isAborted { return }
        context.marks.clear()
        for variable in operation.variables {
            context.marks[context.names.variables[Int(variable.index)]] = variable.index
        }
        for use in uses {
            guard let index = context.marks[use.name], let expected = use.type else { continue }
            let variable = context.document.variableDefinitions[Int(index)]
            guard let type = context.type(variable.type) else { continue }
            check(use, variable, type, expected, context)
        }
    }

    private static func check(
        _ use: VariableUse, _ variable: VariableDefinitionNode, _ type: WrappedType, _ expected: WrappedType,
        _ context: ValidationContext
    ) {
        let schema = context.schema
        let positions = [variable.position, context.document[use.value].position]
        let name = { context.string(variable.name) }
        if !isAllowed(use, variable, type, expected, context) {
            let (given, wanted) = (schema.string(type), schema.string(expected))
            context.report(
                .variablesInAllowedPosition,
                "Variable '$\(name())' of type '\(given)' used in position expecting type '\(wanted)'.",
                at: positions)
        }
        if let parent = use.parent, schema[parent].isOneOf, !type.isNonNull {
            let (given, object) = (schema.string(type), schema.name(of: parent))
            context.report(
                .variablesInAllowedPosition,
                "Variable '$\(name())' is of type '\(given)' but must be non-nullable to be used for OneOf "
                    + "Input Object '\(object)'.", at: positions)
        }
    }

    /// A nullable variable may stand in a non-null position if the variable or the position has a default.
    private static func isAllowed(
        _ use: VariableUse, _ variable: VariableDefinitionNode, _ type: WrappedType, _ expected: WrappedType,
        _ context: ValidationContext
    ) -> Bool {
        guard expected.isNonNull, !type.isNonNull else { return context.schema.isSubtype(type, of: expected) }
        let hasDefault = variable.defaultValue.id.map { context.document[$0].kind != .null } ?? false
        return (hasDefault || use.hasDefault) && context.schema.isSubtype(type, of: expected.nullable)
    }
}
