import GraphQLLanguage

/// Every variable of an operation is used by it or its fragments.
///
/// Spec: 5.8.4 All Variables Used.
enum NoUnusedVariables {
    static func check(_ id: NodeID<OperationNode>, _ context: ValidationContext) {
        let operation = context.document[id]
        guard !operation.variables.isEmpty else { return }
        let uses = context.variableUses(reachedBy: id)
        context.marks.clear()
        for use in uses { _ = context.marks.insert(use.name) }
        for variable in operation.variables where context.marks[context.names.variables[Int(variable.index)]] == nil {
            let node = context.document[variable]
            let ending = operation.name.isAbsent ? "." : " in operation '\(context.string(operation.name))'."
            context.report(
                .noUnusedVariables, "Variable '$\(context.string(node.name))' is never used\(ending)",
                at: [node.position])
        }
    }
}
