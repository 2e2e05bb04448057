/// A stream within the whole log.
package struct StreamKey: Hashable, Sendable {
    package let tenant: TenantID
    package let stream: StreamName

    package init(_ tenant: TenantID, _ stream: StreamName) { (self.tenant, self.stream) = (tenant, stream) }
}
