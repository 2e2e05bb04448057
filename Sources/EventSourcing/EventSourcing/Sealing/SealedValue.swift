import JSON
import Prelude

/// The form in which a sealed member stands in a stored body: `{"$sealed":"<hex>","$key":"<id>"}`.
enum SealedValue {
    static let sealedMember = "$sealed"
    static let keyMember = "$key"

    static func json(_ bytes: [UInt8], key: SubjectKeyID) -> JSONValue {
        .object([.init(sealedMember, .string(Hex.text(bytes))), .init(keyMember, .string(key.description))])
    }

    static let erased = JSONValue.object([.init(EventBody.erasedMember, .bool(true))])

    static func parse(_ value: JSONValue) -> (bytes: [UInt8], key: SubjectKeyID)? {
        guard let text = value[sealedMember]?.string, let bytes = Hex.bytes(text.utf8),
            let key = value[keyMember]?.string.flatMap({ SubjectKeyID($0) })
        else { return nil }
        return (bytes, key)
    }
}
