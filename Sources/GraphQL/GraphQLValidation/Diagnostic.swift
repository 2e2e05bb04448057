import GraphQLLanguage

/// One reason why a document is refused, with the rule that says so and the places it is about.
package struct Diagnostic: Hashable, Sendable {
    /// What a caller may want to tell apart beyond the rule.
    package enum Kind: Hashable, Sendable {
        /// A rule of the specification is broken.
        case rule(ValidationRule)
        /// The document asks for more than a configured limit allows.
        case limit(QueryLimits.Name)
        /// Checking was given up: too many errors, too much work or too deep a nesting of fragments.
        case aborted
    }

    package let kind: Kind
    package let message: String
    package let locations: [SourceLocation]

    /// The reference name of the rule or the name of the limit, for `extensions.rule`.
    package var rule: String? {
        switch kind {
        case .rule(let rule): rule.name
        case .limit(let name): name.rawValue
        case .aborted: nil
        }
    }
}
