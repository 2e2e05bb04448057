/// Bounds on what a document may ask for, fragments expanded; a bound that is nil is not checked.
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

    /// Limit: fields inside one another, introspection left out.
    package var depthMax: Int?
    /// Limit: fields with an alias in one operation.
    package var aliasesMax: Int?
    /// Limit: fields at the root of one operation.
    package var rootFieldsMax: Int?
    /// Limit: directives in one operation.
    package var directivesMax: Int?
    /// Limit: directives at one place.
    package var directivesPerLocationMax: Int?
    /// Limit: selections of one operation.
    package var selectionsMax: Int?
    /// Limit: fields inside `__schema` or `__type` inside one another.
    package var introspectionDepthMax: Int?
    /// Limit: the least that one operation can cost, whatever its variables; see `CostModel`.
    package var costMax: Int?
    /// Whether a refusal says the number; off in production, so that nobody measures the fence.
    package var saysNumbers = false

    package init() {}

    /// Nothing is checked.
    package static let none = QueryLimits()

    /// What is right for most gateways.
    package static let standard: QueryLimits = {
        var limits = QueryLimits()
        limits.depthMax = 15
        limits.aliasesMax = 30
        limits.rootFieldsMax = 20
        limits.directivesMax = 50
        limits.directivesPerLocationMax = 5
        limits.selectionsMax = 10_000
        limits.introspectionDepthMax = 14
        limits.costMax = 5_000
        return limits
    }()

    /// The measured quantities with their bounds and what a refusal calls them.
    func excesses(of measure: SelectionMeasure) -> [(name: Name, message: String)] {
        let checks: [(Name, Int, Int?, String)] = [
            (.depth, measure.depth, depthMax, "levels of fields"),
            (.aliases, measure.aliases, aliasesMax, "aliases"),
            (.rootFields, measure.topFields, rootFieldsMax, "root fields"),
            (.directives, measure.directives, directivesMax, "directives"),
            (.directivesPerLocation, measure.directivesAtOnePlace, directivesPerLocationMax, "directives at one place"),
            (.selections, measure.selections, selectionsMax, "selections"),
            (.introspectionDepth, measure.introspectionDepth, introspectionDepthMax, "levels of introspection"),
        ]
        return checks.compactMap { name, value, bound, quantity in
            guard let bound, value > bound else { return nil }
            return (name, "has too many \(quantity)\(saysNumbers ? ": at most \(bound) are allowed" : "")")
        }
    }
}
