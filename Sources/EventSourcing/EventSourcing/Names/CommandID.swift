/// The idempotency key of one command: unique within a tenant, it takes effect at most once.
package struct CommandID: TypedIdentifier {
    package let value: Identifier
    package init(_ value: Identifier) { self.value = value }
}
