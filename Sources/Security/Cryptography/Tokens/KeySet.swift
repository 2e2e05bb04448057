import JSON

/// The keys whose tokens are accepted, found by name.
///
/// Invariant: no two keys have the same name; the names are compared as bytes and lead nowhere else: not to a file, not
/// to a query, not to an address.
package struct KeySet: Sendable {
    /// Where a set was read from.
    package enum Origin: Sendable {
        /// A file of the operator, which may hold secrets.
        case file
        /// An address. Why: a secret that anyone can fetch is none, so shared ones are left out.
        case remote
    }

    /// Limit: sets of identity providers hold a handful of keys.
    package static let textBytesMax = 65_536
    package static let keysMax = 64
    static let limits = JSONLimits(depth: 8, keys: 2_048, values: 8_192, duplicateKeys: .refused)

    package private(set) var keys: [JSONWebKey] = []
    /// Why members of the set were left out, for the log; a set with foreign keys in it is a usual one.
    package private(set) var ignored: [KeyFault] = []
    private var places: [[UInt8]: Int] = [:]

    package init(_ keys: [JSONWebKey]) throws(KeyFault) {
        for key in keys { try add(key) }
    }

    /// Reads `{"keys":[…]}`. Refused as a whole if a name occurs twice or no usable key is left.
    package init(parsing text: [UInt8], from origin: Origin) throws(KeyFault) {
        guard text.count <= Self.textBytesMax else { throw .malformed("longer than \(Self.textBytesMax) bytes") }
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: text, limits: Self.limits)
        } catch {
            throw .malformed(error.description)
        }
        guard let list = document.member("keys", of: document.root), document.kind(list) == .array else {
            throw .malformed("no list of keys")
        }
        for (place, index) in document.items(list).enumerated() {
            guard place < Self.keysMax else { throw .malformed("more than \(Self.keysMax) keys") }
            let key: JSONWebKey
            do throws(KeyFault) {
                key = try JSONWebKey(reading: index, of: document)
            } catch {
                ignored.append(error)
                continue
            }
            if key.isShared, origin == .remote {
                ignored.append(.unsupported("a shared secret from an address"))
            } else {
                try add(key)
            }
        }
        guard !keys.isEmpty else { throw ignored.first ?? .malformed("no keys") }
    }

    private mutating func add(_ key: JSONWebKey) throws(KeyFault) {
        guard places.updateValue(keys.count, forKey: key.identifier) == nil else {
            throw .repeatedIdentifier(String(decoding: key.identifier, as: UTF8.self))
        }
        keys.append(key)
    }

    /// The key of exactly this name; without a name the only key, if there is only one.
    func key(named identifier: ArraySlice<UInt8>?) -> JSONWebKey? {
        guard let identifier else { return keys.count == 1 ? keys.first : nil }
        return places[Array(identifier)].map { keys[$0] }
    }

    /// The public halves, as `/.well-known/jwks.json` serves them; shared secrets are left out.
    package func publicText() -> [UInt8] {
        var writer = JSONWriter(capacity: 2_048)
        writer.beginObject()
        writer.key("keys")
        writer.beginArray()
        for key in keys { _ = key.writePublicPart(into: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes()
    }
}
