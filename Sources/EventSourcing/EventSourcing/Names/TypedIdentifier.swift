/// An identifier that says what it identifies, so that one kind cannot be passed for another.
package protocol TypedIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    var value: Identifier { get }
    init(_ value: Identifier)
}

extension TypedIdentifier {
    package init?(_ text: String) {
        guard let value = Identifier(text) else { return nil }
        self.init(value)
    }

    package init?(bytes: some Collection<UInt8>) {
        guard let value = Identifier(bytes: bytes) else { return nil }
        self.init(value)
    }

    package var description: String { value.description }
    package var bytes: [UInt8] { value.bytes }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
