import GraphQLLanguage

/// A spread names a fragment that is defined.
///
/// Spec: 5.5.2.1 Fragment Spread Target Defined.
enum KnownFragmentNames {
    static func check(_ id: NodeID<SelectionNode>, _ context: ValidationContext) {
        guard context.fragment(of: id) == nil else { return }
        let name = context.document[id].name
        context.report(.knownFragmentNames, "Unknown fragment '\(context.string(name))'.", at: [name.offset])
    }
}
