/// One running process: of which kind, in which tenant, about what.
package struct ProcessID: Hashable, Sendable, CustomStringConvertible {
    package let kind: ProcessKind
    package let tenant: TenantID
    package let stream: StreamName

    /// Nil if the instance cannot be the id of a stream.
    package init?(_ kind: ProcessKind, _ tenant: TenantID, instance: String) {
        guard let stream = StreamName(kind.category, instance) else { return nil }
        (self.kind, self.tenant, self.stream) = (kind, tenant, stream)
    }

    package var instance: String { stream.id }
    package var description: String { "\(tenant)/\(stream)" }
}
