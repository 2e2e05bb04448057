/// How the bytes of a body are to be read; stored as one byte beside it.
package struct BodyCodec: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The body is one JSON object.
    package static let json = BodyCodec(rawValue: 0)
    /// The body is one JSON object in which personal fields are sealed with their subject's key.
    package static let sealedJSON = BodyCodec(rawValue: 1)
}
