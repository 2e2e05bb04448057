/// Bounds on what a schema may be, so that no SDL can exhaust memory or the stack.
package enum SchemaLimits {
    /// Limit: named types.
    static let typesMax = 50_000
    /// Limit: bits of the subtype table, which has a row for each interface or union and a column for each type.
    static let relationBitsMax = 1 << 28
    /// Limit: literals and defaults that need one another, which bounds how deep completing them recurses.
    static let defaultDepthMax = 256
}
