import Prelude

/// An identifier that says what it identifies, so that one kind cannot be passed for another.
package protocol TypedIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    var value: UniqueID { get }
    init(_ value: UniqueID)
}

extension TypedIdentifier {
    package init?(_ text: String) {
        guard let value = UniqueID(text: text.utf8) else { return nil }
        self.init(value)
    }

    package init?(bytes: some Collection<UInt8>) {
        guard let value = UniqueID(bytes: bytes) else { return nil }
        self.init(value)
    }

    package var description: String { value.text }
    package var bytes: [UInt8] { value.bytes }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
