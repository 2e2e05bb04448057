/// Names the whole conversation that a command or event belongs to.
package struct CorrelationID: TypedIdentifier {
    package let value: Identifier
    package init(_ value: Identifier) { self.value = value }
}
