/// Which drafts beyond the September 2025 edition a schema offers.
package struct SchemaCapabilities: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The directives `@defer` and `@stream`.
    package static let incrementalDelivery = SchemaCapabilities(rawValue: 1)
}
