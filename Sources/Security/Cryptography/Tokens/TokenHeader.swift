import JSON

/// The part of a token that says how it is signed: read to find the key, believed in nothing else.
///
/// `jku`, `x5u`, `jwk` and `x5c`, which offer a key of the sender's own, are not even looked at.
struct TokenHeader {
    let algorithm: ArraySlice<UInt8>
    let keyIdentifier: ArraySlice<UInt8>?

    init(parsing text: [UInt8]) throws(TokenRefusal) {
        let limits = JSONLimits(depth: 4, keys: 64, values: 256, duplicateKeys: .refused)
        guard let document = try? JSONDocument(parsing: text, limits: limits), document.kind(document.root) == .object,
            let algorithm = try Self.text("alg", of: document)
        else { throw .badHeader }
        guard document.member("crit", of: document.root) == nil else { throw .unknownExtension }
        // Why: these belong to encrypted or unencoded tokens, which are other formats.
        for name in ["enc", "zip", "b64"] as [StaticString] where document.member(name, of: document.root) != nil {
            throw .badHeader
        }
        if let type = try Self.text("typ", of: document) {
            guard Self.areSame(type, "jwt") || Self.areSame(type, "at+jwt") else { throw .badHeader }
        }
        // A token inside a token.
        guard document.member("cty", of: document.root) == nil else { throw .badHeader }
        self.algorithm = algorithm
        keyIdentifier = try Self.text("kid", of: document)
    }

    private static func text(
        _ name: StaticString, of document: JSONDocument
    ) throws(TokenRefusal) -> ArraySlice<UInt8>? {
        guard let index = document.member(name, of: document.root) else { return nil }
        guard document.nodes[index].isString else { throw .badHeader }
        return document.bytes(index)
    }

    /// Whether the text is the word, whatever the case of its ASCII letters.
    private static func areSame(_ text: ArraySlice<UInt8>, _ word: String) -> Bool {
        text.elementsEqual(word.utf8) { left, right in
            ((0x41...0x5A).contains(left) ? left | 0x20 : left) == right
        }
    }
}
