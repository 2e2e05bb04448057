import GraphQLLanguage

/// A set of directive locations in one word.
package struct DirectiveLocations: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package init(_ location: DirectiveLocation) { rawValue = 1 << UInt32(location.rawValue) }

    package func contains(_ location: DirectiveLocation) -> Bool { contains(DirectiveLocations(location)) }
}
