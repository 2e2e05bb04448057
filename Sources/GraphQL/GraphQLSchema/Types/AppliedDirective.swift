/// A directive as written on a schema element, with its arguments coerced and defaults filled in.
package struct AppliedDirective: Sendable {
    package let directive: DirectiveID
    package let name: Symbol
    package let arguments: CoercedArguments
}
