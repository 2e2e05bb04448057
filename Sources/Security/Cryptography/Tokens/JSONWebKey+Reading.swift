import JSON

extension JSONWebKey {
    /// Limit: names of keys are short; they are compared with what tokens say.
    static let identifierBytesMax = 256

    /// Reads one key of a set; `unsupported` for those that are meant for other uses than checking tokens.
    init(reading index: JSONDocument.Index, of document: JSONDocument) throws(KeyFault) {
        let members = KeyMembers(document: document, object: index)
        guard document.kind(index) == .object else { throw .malformed("a key is no object") }
        if let use = try members.text("use"), use != "sig" { throw .unsupported("use \(use)") }
        if let operations = document.member("key_ops", of: index) {
            let isForChecking = document.items(operations).contains {
                document.bytes($0).elementsEqual("verify".utf8) || document.bytes($0).elementsEqual("sign".utf8)
            }
            guard isForChecking else { throw .unsupported("key_ops without verify") }
        }
        let material = try KeyMaterial(reading: members)
        if let algorithm = try members.text("alg"), algorithm != material.algorithm.name {
            throw .unsupported("alg \(algorithm)")
        }
        let identifier = try members.text("kid").map { Array($0.utf8) }
        guard identifier.map({ (1...Self.identifierBytesMax).contains($0.count) }) ?? true else {
            throw .malformed("kid is empty or too long")
        }
        try self.init(material, identifier: identifier)
    }

    /// Reads a file that holds one key.
    package init(parsing text: [UInt8]) throws(KeyFault) {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: text, limits: KeySet.limits)
        } catch {
            throw .malformed(error.description)
        }
        try self.init(reading: document.root, of: document)
    }
}

/// The members of one key, read strictly.
struct KeyMembers {
    let document: JSONDocument
    let object: JSONDocument.Index

    /// A member that must be a string if it is there.
    func text(_ name: StaticString) throws(KeyFault) -> String? {
        guard let index = document.member(name, of: object) else { return nil }
        guard let text = document.string(index) else { throw .malformed("\(name) is no string") }
        return text
    }

    /// A member that must be there and be base64url.
    func bytes(_ name: StaticString) throws(KeyFault) -> [UInt8] {
        guard let index = document.member(name, of: object), document.kind(index) == .string else {
            throw .malformed("\(name) is missing")
        }
        let text = document.bytes(index)
        guard let bytes = Base64.decode(text.span, as: .url) else { throw .malformed("\(name) is not base64url") }
        return bytes
    }

    /// A positive number without leading zeroes. Spec: RFC 7518, section 2, Base64urlUInt.
    func number(_ name: StaticString) throws(KeyFault) -> [UInt8] {
        let bytes = try bytes(name)
        guard let first = bytes.first, first != 0 else { throw .malformed("\(name) is zero or has leading zeroes") }
        return bytes
    }

    func secret(_ name: StaticString) throws(KeyFault) -> SecretBytes {
        let bytes = try bytes(name)
        return SecretBytes(bytes.span)
    }

    func contains(_ name: StaticString) -> Bool { document.member(name, of: object) != nil }
}

extension KeyMaterial {
    /// Reads the numbers that the key's type asks for; a private half is read only where it is complete.
    fileprivate init(reading members: KeyMembers) throws(KeyFault) {
        let type = try members.text("kty")
        let curve = try members.text("crv")
        switch (type, curve) {
        case ("OKP", "Ed25519"):
            self = try .ed25519(publicKey: members.bytes("x"), seed: members.contains("d") ? members.secret("d") : nil)
        case ("EC", "P-256"):
            self = try .p256(
                x: members.bytes("x"), y: members.bytes("y"), secret: members.contains("d") ? members.secret("d") : nil)
        case ("RSA", _):
            self = try .rsa(
                modulus: members.number("n"), exponent: members.number("e"),
                secret: members.contains("d") ? RSASecret(reading: members) : nil)
        case ("oct", _):
            self = try .shared(members.secret("k"))
        default:
            throw .unsupported("kty \(type ?? "none")\(curve.map { ", crv \($0)" } ?? "")")
        }
    }
}

extension KeyMaterial.RSASecret {
    fileprivate init(reading members: KeyMembers) throws(KeyFault) {
        guard !members.contains("oth") else { throw .unsupported("RSA with more than two primes") }
        try self.init(
            d: members.secret("d"), p: members.secret("p"), q: members.secret("q"), dp: members.secret("dp"),
            dq: members.secret("dq"), qi: members.secret("qi"))
    }
}
