/// A directive may be used somewhere.
///
/// Spec: 3.13 Directives, Type Validation.
struct DirectivesHaveLocations {
    static let name: StaticString = "DirectivesHaveLocations"

    func check(_ directive: SchemaDirective, at position: SourcePosition, _ context: inout TypeSystemContext) {
        guard directive.locations.isEmpty else { return }
        context.report(
            Self.name, "Directive @\(context.name(directive.name)) must include 1 or more locations.", at: [position])
    }
}
