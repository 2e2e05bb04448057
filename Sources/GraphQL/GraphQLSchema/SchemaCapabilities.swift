/// Which drafts beyond the September 2025 edition a schema offers.
package struct SchemaCapabilities: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The directives `@defer` and `@stream`.
    package static let incrementalDelivery = SchemaCapabilities(rawValue: 1)
    /// Directives on directive definitions, which can then be deprecated too; the reference has them.
    package static let directivesOnDirectives = SchemaCapabilities(rawValue: 2)
}
