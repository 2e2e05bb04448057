import Prelude

/// Names one key of one person; stands beside each sealed value.
package struct SubjectKeyID: TypedIdentifier {
    package let value: UniqueID
    package init(_ value: UniqueID) { self.value = value }
}

/// A key in use. It is never written anywhere as it is and never shown.
package struct SubjectKey: Sendable, CustomStringConvertible {
    package let id: SubjectKeyID
    package let bytes: [UInt8]

    package init(id: SubjectKeyID, bytes: [UInt8]) { (self.id, self.bytes) = (id, bytes) }

    package var description: String { "key \(id)" }
}
