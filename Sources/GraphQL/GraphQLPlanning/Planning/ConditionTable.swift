import GraphQLLanguage

/// The variables of one operation that `@skip` and `@include` name anywhere in the document.
package struct ConditionTable: Sendable {
    private let names: [ArraySlice<UInt8>]
    /// For each of them its place among the operation's variables.
    package let variables: [Int]

    init(document: Document, operation: OperationNode) {
        var used: Set<ArraySlice<UInt8>> = []
        for directive in document.directives
        where document.isSame(directive.name, "skip") || document.isSame(directive.name, "include") {
            for argument in directive.arguments {
                let value = document[document[argument].value]
                if value.kind == .variable { used.insert(document.bytes(value.text)) }
            }
        }
        var names: [ArraySlice<UInt8>] = []
        var variables: [Int] = []
        if !used.isEmpty {
            for (place, id) in operation.variables.enumerated() {
                let name = document.bytes(document[id].name)
                if used.remove(name) != nil {
                    names.append(name)
                    variables.append(place)
                }
            }
        }
        (self.names, self.variables) = (names, variables)
    }

    func place(of name: ArraySlice<UInt8>) -> Int? { names.firstIndex(of: name) }
}
