import GraphQLLanguage

/// Bounds on what a document may ask for; a bound that is nil is not checked.
package struct QueryLimits: Hashable, Sendable {
    /// The limits by the names under which refusals carry them.
    package enum Name: String, Hashable, Sendable, CaseIterable {
        case depth = "DepthLimit"
        case aliases = "AliasLimit"
        case rootFields = "RootFieldLimit"
        case directives = "DirectiveLimit"
        case directivesPerLocation = "DirectivesPerLocationLimit"
        case selections = "SelectionLimit"
        case introspectionDepth = "IntrospectionDepthLimit"
        case cost = "CostLimit"
    }

    package static let none = QueryLimits()

    package init() {}

    func check(_ context: ValidationContext) {}
    func checkCost(of document: ValidDocument) -> [Diagnostic] { [] }
}
