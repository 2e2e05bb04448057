/// How a document is checked.
package struct ValidationOptions: Sendable {
    /// Limit: errors reported; the next one ends the validation with a sentence that says so.
    package var errorsMax: Int
    /// Whether messages name what was perhaps meant; off where the schema is not public.
    package var suggests: Bool
    /// Bounds on what a valid document may ask for.
    package var limits: QueryLimits
    /// What operations cost; without it `costMax` is not checked. It is made once for a schema.
    package var costModel: CostModel?

    package init(
        errorsMax: Int = 100, suggests: Bool = true, limits: QueryLimits = .none, costModel: CostModel? = nil
    ) {
        (self.errorsMax, self.suggests, self.limits, self.costModel) = (errorsMax, suggests, limits, costModel)
    }
}

/// Bounds on the work of validation itself.
enum ValidationBudget {
    /// Limit: selection sets inside one another, fragments expanded.
    static let nestingMax = 200
    /// Limit: fragments and variable uses looked at on behalf of operations.
    static let fragmentWorkMax = 50_000
    /// Limit: steps in telling which fields conflict, once it is known that some may, and as many more for each
    /// selection. Why: a step takes a tenth of a microsecond, and a hostile document may take a few milliseconds.
    static let conflictStepsMax = 40_000
    static let conflictStepsPerSelection = 4
    /// Limit: selections looked at in finding out whether any fields may conflict, and as many more for each selection.
    static let mergeVisitsMax = 100_000
    static let mergeVisitsPerSelection = 32
}
