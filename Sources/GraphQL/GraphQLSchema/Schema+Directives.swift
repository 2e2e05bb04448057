// Reading the directives that the SDL writes on elements, such as `@cost(weight: "5")`.
extension Schema {
    /// The first use of a directive among those of an element.
    package func applied(_ name: String, in uses: IDRange<AppliedDirectiveID>) -> AppliedDirective? {
        guard !uses.isEmpty, let symbol = symbols.find(name) else { return nil }
        return uses.lazy.map { self[$0] }.first { $0.name == symbol }
    }

    /// The value of an argument of a directive that is written on an element, its default if it is left out.
    package func argument(_ name: String, of use: AppliedDirective) -> CoercedValue? {
        argument(named: name, of: use.directive).flatMap { use.arguments[$0] }
    }
}
