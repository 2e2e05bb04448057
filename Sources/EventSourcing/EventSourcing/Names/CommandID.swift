import Prelude

/// The idempotency key of one command: unique within a tenant, it takes effect at most once.
package struct CommandID: TypedIdentifier {
    package let value: UniqueID
    package init(_ value: UniqueID) { self.value = value }
}
