/// Which codec a custom scalar has, by its name; a scalar that is not listed passes its values through.
package struct ScalarCodecs: Sendable {
    private var codecs: [String: ScalarCodec]

    package init(_ codecs: [String: ScalarCodec]) { self.codecs = codecs }

    /// Every custom scalar passes its values through, as the command line has it.
    package static let passThrough = ScalarCodecs([:])

    /// The scalars of the gateway's own schema.
    package static let gateway = ScalarCodecs([
        "DateTime": .dateTime, "Date": .date, "Duration": .duration, "Long": .long, "Decimal": .decimal,
        "MicroUSD": .microUSD, "JSON": .json, "Cursor": .cursor, "EmailAddress": .emailAddress, "UUID": .uuid,
    ])

    func codec(of origin: SchemaType.Origin, named name: String) -> ScalarCodec {
        guard origin == .builtInScalar else { return codecs[name] ?? .passThrough }
        switch name {
        case "Int": return .int
        case "Float": return .float
        case "String": return .string
        case "Boolean": return .boolean
        default: return .id
        }
    }
}
