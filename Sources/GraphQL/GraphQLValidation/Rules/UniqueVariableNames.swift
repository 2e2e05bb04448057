import GraphQLLanguage

/// No two variables of an operation have the same name.
///
/// Spec: 5.8.1 Variable Uniqueness.
enum UniqueVariableNames {
    static func check(_ operation: OperationNode, _ context: ValidationContext) {
        let numbers = context.names.variables[operation.variables.arrayRange]
        for group in Repetitions.groups(numbers, context) {
            let names = group.map { context.document[operation.variables[$0]].name }
            context.report(
                .uniqueVariableNames, "There can be only one variable named '$\(context.string(names[0]))'.",
                at: names.map(\.offset))
        }
    }
}

/// Finds names that stand more than once in a list.
enum Repetitions {
    /// The places of each repeated name, in the order in which the names first appear; linear, and free of charge for
    /// a list without repetitions.
    static func groups(_ names: ArraySlice<NameNumber>, _ context: ValidationContext) -> [[Int]] {
        guard names.count > 1 else { return [] }
        context.marks.clear()
        if names.allSatisfy({ context.marks.insert($0) }) { return [] }
        var places: [NameNumber: Int] = [:]
        var groups: [[Int]] = []
        for (place, name) in names.enumerated() {
            if let group = places[name] {
                groups[group].append(place)
            } else {
                places[name] = groups.count
                groups.append([place])
            }
        }
        return groups.filter { $0.count > 1 }
    }
}
