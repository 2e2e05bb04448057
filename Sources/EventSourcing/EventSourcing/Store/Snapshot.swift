/// The state of a stream at one version, in the aggregate's own encoding.
package struct Snapshot: Hashable, Sendable {
    package let tenant: TenantID
    package let stream: StreamName
    package let version: StreamVersion
    /// Changes whenever the encoding of the state or the meaning of `apply` does; others are then ignored.
    package let schema: UInt32
    package let body: [UInt8]

    package init(tenant: TenantID, stream: StreamName, version: StreamVersion, schema: UInt32, body: [UInt8]) {
        (self.tenant, self.stream, self.version) = (tenant, stream, version)
        (self.schema, self.body) = (schema, body)
    }
}
