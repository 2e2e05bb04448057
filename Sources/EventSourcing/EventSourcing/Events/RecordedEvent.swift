/// An event as the log holds it: it never changes again.
package struct RecordedEvent: Hashable, Sendable {
    package let position: GlobalPosition
    package let stream: StreamName
    package let version: StreamVersion
    package let name: EventName
    package let schemaVersion: UInt16
    package let codec: BodyCodec
    package let body: [UInt8]
    package let metadata: EventMetadata

    package init(
        position: GlobalPosition, stream: StreamName, version: StreamVersion, name: EventName, schemaVersion: UInt16,
        codec: BodyCodec, body: [UInt8], metadata: EventMetadata
    ) {
        (self.position, self.stream, self.version, self.name) = (position, stream, version, name)
        (self.schemaVersion, self.codec, self.body, self.metadata) = (schemaVersion, codec, body, metadata)
    }

    package var tenant: TenantID { metadata.tenant }
}
