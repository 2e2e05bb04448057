/// What an error does to the values around it; the request key `onError`.
package enum ErrorBehavior: String, Sendable, CaseIterable {
    /// The nearest enclosing position that may be null becomes null, as the specification says.
    case propagate = "PROPAGATE"
    /// The position itself becomes null, whatever its type.
    case null = "NULL"
    /// The first error ends the request without data.
    case halt = "HALT"
}
