/// Bounds on input values, so that coercing them cannot exhaust the stack.
package enum CoercionLimits {
    /// Limit: lists and objects inside one another; the reference's figure.
    static let depthMax = 200
    /// Limit: faults reported for the variables of one request; the reference's figure.
    static let faultsMax = 50
}
