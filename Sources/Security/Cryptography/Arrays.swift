import Prelude

// The same calls for callers who hold whole arrays; spans are for those who hold a part of something larger.

extension SHA1 {
    package static func hash(_ bytes: [UInt8]) -> [UInt8] { hash(bytes.span) }
}

extension SHA256 {
    package static func hash(_ bytes: [UInt8]) -> [UInt8] { hash(bytes.span) }
}

extension Base64 {
    package static func encode(_ bytes: [UInt8], as form: Form) -> [UInt8] { encode(bytes.span, as: form) }
    package static func decode(_ text: [UInt8], as form: Form) -> [UInt8]? { decode(text.span, as: form) }
}

extension ConstantTime {
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool { areEqual(left.span, right.span) }
}

extension SecretBytes {
    package convenience init(_ bytes: [UInt8]) { self.init(bytes.span) }
}

extension HMACKey {
    package convenience init(_ key: [UInt8]) throws(KeyFault) { try self.init(key.span) }
    package func tag(of message: [UInt8]) -> [UInt8] { tag(of: message.span) }
    package func isValid(_ tag: [UInt8], for message: [UInt8]) -> Bool { isValid(tag.span, for: message.span) }
}

extension SealingKey {
    package init(_ key: [UInt8]) throws(KeyFault) { try self.init(key.span) }

    package func seal(_ plaintext: [UInt8], authenticating context: [UInt8]) throws(SealFault) -> [UInt8] {
        try seal(plaintext.span, authenticating: context.span)
    }

    package func open(_ sealed: [UInt8], authenticating context: [UInt8]) throws(SealFault) -> [UInt8] {
        try open(sealed.span, authenticating: context.span)
    }

    package func wrapped(by outer: SealingKey, authenticating context: [UInt8]) throws(SealFault) -> [UInt8] {
        try wrapped(by: outer, authenticating: context.span)
    }

    package static func unwrap(
        _ sealed: [UInt8], by outer: SealingKey, authenticating context: [UInt8]
    ) throws(SealFault) -> SealingKey {
        try unwrap(sealed.span, by: outer, authenticating: context.span)
    }
}

extension PasswordHashing {
    package func hash(_ password: [UInt8]) throws(PasswordFault) -> [UInt8] { try hash(password.span) }
    package func isValid(_ password: [UInt8], for hash: [UInt8]) -> Bool { isValid(password.span, for: hash.span) }
    package func needsRehash(_ hash: [UInt8]) -> Bool { needsRehash(hash.span) }
}

extension CursorSigner {
    package init(_ key: [UInt8]) throws(KeyFault) { try self.init(key.span) }
    package func payload(of text: [UInt8], for purpose: [UInt8]) -> [UInt8]? { payload(of: text.span, for: purpose) }
}

extension VerificationKey {
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        isValid(signature.span, for: message.span)
    }
}

extension SigningKey {
    package func signature(of message: [UInt8]) -> [UInt8] { signature(of: message.span) }
}

extension JSONWebKey {
    package static func shared(_ secret: [UInt8], identifier: [UInt8]? = nil) throws(KeyFault) -> JSONWebKey {
        try shared(secret.span, identifier: identifier)
    }
}

extension TokenVerifier {
    package func claims(of token: [UInt8], at now: Timestamp) throws(TokenRefusal) -> TokenClaims {
        try claims(of: token.span, at: now)
    }
}

extension VerifiedTokens {
    package func claims(of token: [UInt8], at now: Timestamp) throws(TokenRefusal) -> TokenClaims {
        try claims(of: token.span, at: now)
    }
}
