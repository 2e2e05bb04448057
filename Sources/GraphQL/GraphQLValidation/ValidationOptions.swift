/// How a document is checked.
package struct ValidationOptions: Sendable {
    /// Limit: errors reported; the next one ends the validation with a sentence that says so.
    package var errorsMax: Int
    /// Whether messages name what was perhaps meant; off where the schema is not public.
    package var suggests: Bool
    /// Bounds on what a valid document may ask for.
    package var limits: QueryLimits

    package init(errorsMax: Int = 100, suggests: Bool = true, limits: QueryLimits = .none) {
        (self.errorsMax, self.suggests, self.limits) = (errorsMax, suggests, limits)
    }
}

/// Bounds on the work of validation itself; they are the reference implementation's.
enum ValidationBudget {
    /// Limit: selection sets inside one another, fragments expanded.
    static let nestingMax = 200
    /// Limit: fragments and variable uses looked at on behalf of operations.
    static let fragmentWorkMax = 50_000
    /// Limit: steps in telling which fields conflict, once it is known that some may.
    static let conflictStepsMax = 500_000
    /// Limit: fields looked at, for each selection of the document, in finding out whether any may conflict.
    static let mergeVisitsPerSelection = 32
}
