/// Why a valid operation has no plan.
package enum PlanError: Error, Equatable, Sendable {
    /// The schema has no root type of this kind; the offset is that of the operation.
    case noRootType(kind: String, offset: UInt32)
    /// More than `PlanningLimits.fieldsMax`.
    case tooManyFields(limit: Int)
    /// A composite field that nothing provides; wiring checks find it before the first request.
    case unboundField(coordinate: String)

    package var message: String {
        switch self {
        case .noRootType(let kind, _): "Schema is not configured to execute \(kind) operation."
        case .tooManyFields(let limit): "The operation selects more than \(limit) fields after spreading its fragments."
        case .unboundField(let coordinate): "Nothing provides the field \(coordinate)."
        }
    }
}
