/// What stands before a received response's body, for the client side.
package struct ResponseHead: Sendable {
    package internal(set) var bytes: [UInt8] = []
    package internal(set) var status = HTTPStatus.ok
    package internal(set) var fields = MessageFields()
    package internal(set) var body = BodyFraming.none
    /// The server lets the connection be used again.
    package internal(set) var keepsAlive = true

    package init() {}

    /// The first value of a field as bytes.
    package func value(of name: FieldName) -> [UInt8]? {
        fields.first(name).map { [UInt8](bytes[$0.value.range]) }
    }

    /// The first value of a field as text.
    package func text(of name: FieldName) -> String? {
        fields.first(name).map { String(decoding: bytes[$0.value.range], as: UTF8.self) }
    }

    /// Every field as name and value, in order.
    package var pairs: [(name: String, value: String)] {
        fields.entries.map {
            (
                String(decoding: bytes[$0.name.range], as: UTF8.self),
                String(decoding: bytes[$0.value.range], as: UTF8.self)
            )
        }
    }
}
