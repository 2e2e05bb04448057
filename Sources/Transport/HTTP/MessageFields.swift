/// The fields of a received head: places in its bytes, in the order of the wire.
package struct MessageFields: Sendable {
    struct Entry: Sendable {
        var name: ByteRange
        var value: ByteRange
        /// The raw value of a `FieldName`, or `MessageFields.unknown`.
        var known: UInt8
    }

    static let unknown: UInt8 = 0xff
    var entries: [Entry] = []
    /// One bit for each `FieldName` that is there.
    var present: UInt64 = 0

    package init() {}

    package var count: Int { entries.count }

    /// Whether some field has a name that is no `FieldName`.
    package var hasUnknown: Bool { entries.contains { $0.known == Self.unknown } }

    /// True when at least one field has this name.
    @inline(__always)
    package func contains(_ name: FieldName) -> Bool { present & (1 << UInt64(name.rawValue)) != 0 }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        present = 0
    }

    @inline(__always)
    func first(_ name: FieldName) -> Entry? {
        guard contains(name) else { return nil }
        return entries.first { $0.known == name.rawValue }
    }
}
