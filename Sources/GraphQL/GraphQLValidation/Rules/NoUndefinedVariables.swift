import GraphQLLanguage

/// An operation defines every variable that it and its fragments use.
///
/// Spec: 5.8.3 All Variable Uses Defined.
enum NoUndefinedVariables {
    static func check(_ id: NodeID<OperationNode>, _ context: ValidationContext) {
        let operation = context.document[id]
        let uses = context.variableUses(reachedBy: id)
        context.marks.clear()
        for variable in operation.variables { _ = context.marks.insert(context.names.variables[Int(variable.index)]) }
        for use in uses where context.marks[use.name] == nil {
            let value = context.document[use.value]
            let name = context.string(value.text)
            let ending =
                operation.name.isAbsent ? "." : " by operation '\(context.string(operation.name))'."
            context.report(
                .noUndefinedVariables, "Variable '$\(name)' is not defined\(ending)",
                at: [value.position, operation.position])
        }
    }
}
