import GraphQLLanguage

/// The variables of one operation that decide `@skip`, `@include`, `@defer` and `@stream` anywhere in the document.
package struct ConditionTable: Sendable {
    private let names: [ArraySlice<UInt8>]
    /// For each of them its place among the operation's variables.
    package let variables: [Int]

    init(document: Document, operation: OperationNode) {
        var used: Set<ArraySlice<UInt8>> = []
        for directive in document.directives where Self.isCondition(directive, in: document) {
            for argument in directive.arguments where document.isSame(document[argument].name, "if") {
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

    private static func isCondition(_ directive: DirectiveNode, in document: Document) -> Bool {
        document.isSame(directive.name, "skip") || document.isSame(directive.name, "include")
            || document.isSame(directive.name, "defer") || document.isSame(directive.name, "stream")
    }

    func place(of name: ArraySlice<UInt8>) -> Int? { names.firstIndex(of: name) }
}
