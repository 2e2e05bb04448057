import Prelude

/// Names the whole conversation that a command or event belongs to.
package struct CorrelationID: TypedIdentifier {
    package let value: UniqueID
    package init(_ value: UniqueID) { self.value = value }
}
