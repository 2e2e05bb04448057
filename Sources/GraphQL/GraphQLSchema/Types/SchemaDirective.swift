import GraphQLLanguage

/// A directive definition.
package struct SchemaDirective: Sendable {
    package let name: Symbol
    package let description: Text?
    package let locations: DirectiveLocations
    /// The locations as they are listed in the SDL, one that is named twice too, for introspection and printing.
    let locationOrder: [DirectiveLocation]
    package let isRepeatable: Bool
    package let arguments: IDRange<InputValueID>
    package let deprecationReason: Text?
    package internal(set) var directives: IDRange<AppliedDirectiveID>
    /// Whether the specification defines it; printing leaves such directives out.
    package let isSpecified: Bool
    let declaration: Declaration
}
