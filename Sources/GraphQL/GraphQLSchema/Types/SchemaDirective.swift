import GraphQLLanguage

/// A directive definition.
package struct SchemaDirective: Sendable {
    package let name: Symbol
    package let description: Text?
    package let locations: DirectiveLocations
    /// The locations as they are listed in the SDL, for introspection and printing.
    let locationOrder: LocationOrder
    package let isRepeatable: Bool
    package let arguments: IDRange<InputValueID>
    package let deprecationReason: Text?
    package internal(set) var directives: IDRange<AppliedDirectiveID>
    /// Whether the specification defines it; printing leaves such directives out.
    package let isSpecified: Bool
    let declaration: Declaration
}

/// Up to 21 distinct locations in the order written, five bits each.
struct LocationOrder: Hashable, Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private(set) var count = 0

    mutating func append(_ location: DirectiveLocation) {
        guard count < 24 else { return }
        let code = UInt64(location.rawValue)
        if count < 12 {
            low |= code << UInt64(count &* 5)
        } else {
            high |= code << UInt64((count &- 12) &* 5)
        }
        count &+= 1
    }

    var list: [DirectiveLocation] {
        (0..<count).compactMap { position in
            let word = position < 12 ? low >> UInt64(position &* 5) : high >> UInt64((position &- 12) &* 5)
            return DirectiveLocation(rawValue: UInt8(truncatingIfNeeded: word & 31))
        }
    }
}
