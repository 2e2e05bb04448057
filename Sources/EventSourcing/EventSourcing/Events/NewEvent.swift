import Prelude

/// An event that has been decided but not yet stored.
package struct NewEvent: Hashable, Sendable {
    package let name: EventName
    package let schemaVersion: UInt16
    package let codec: BodyCodec
    package let body: [UInt8]
    /// When it happened; the time of the append if nobody says.
    package let occurred: Timestamp?

    package init(
        name: EventName, schemaVersion: UInt16 = 1, codec: BodyCodec = .json, body: [UInt8], occurred: Timestamp? = nil
    ) {
        (self.name, self.schemaVersion, self.codec, self.body) = (name, schemaVersion, codec, body)
        self.occurred = occurred
    }
}
