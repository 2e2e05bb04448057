import JSON

extension TokenClaims {
    /// Limits of what a token may say.
    private static let nameBytesMax = 256
    private static let listMax = 64
    /// The last second of the year 9999; a later one is a mistake or an attack on arithmetic.
    private static let latestSecond: Int64 = 253_402_300_799

    /// Reads the claims with strict types: a time that is a string, a fraction or an exponent is no time.
    init(parsing text: [UInt8]) throws(TokenRefusal) {
        let limits = JSONLimits(depth: 8, keys: 256, values: 1_024, duplicateKeys: .refused)
        guard let document = try? JSONDocument(parsing: text, limits: limits), document.kind(document.root) == .object
        else { throw .badClaims }
        let reader = ClaimReader(document: document)
        guard let issuer = try reader.text("iss"), let audience = try reader.audience(),
            let subject = try reader.name("sub"), let tenant = try reader.name("tenant"),
            let expiresAt = try reader.seconds("exp")
        else { throw .badClaims }
        self.init(
            issuer: issuer, audience: audience, subject: subject, tenant: tenant, expiresAt: expiresAt,
            notBefore: try reader.seconds("nbf"), issuedAt: try reader.seconds("iat"),
            identifier: try reader.name("jti"), session: try reader.name("sid"), roles: try reader.names("roles"),
            scopes: try reader.words("scope"))
    }

    private struct ClaimReader {
        let document: JSONDocument

        func text(_ name: StaticString) throws(TokenRefusal) -> String? {
            guard let index = document.member(name, of: document.root) else { return nil }
            guard let text = document.string(index) else { throw .badClaims }
            return text
        }

        func seconds(_ name: StaticString) throws(TokenRefusal) -> Int64? {
            guard let index = document.member(name, of: document.root) else { return nil }
            guard let seconds = document.int64(index), (0...latestSecond).contains(seconds) else { throw .badClaims }
            return seconds
        }

        func name(_ name: StaticString) throws(TokenRefusal) -> String? {
            guard let index = document.member(name, of: document.root) else { return nil }
            return try visible(index)
        }

        func names(_ name: StaticString) throws(TokenRefusal) -> [String] {
            guard let index = document.member(name, of: document.root) else { return [] }
            guard document.kind(index) == .array, document.nodes[index].count <= listMax else { throw .badClaims }
            var names: [String] = []
            for item in document.items(index) { names.append(try visible(item)) }
            return names
        }

        /// Words with one space between two. Spec: RFC 8693, section 4.2.
        func words(_ name: StaticString) throws(TokenRefusal) -> [String] {
            guard let index = document.member(name, of: document.root) else { return [] }
            guard document.nodes[index].isString else { throw .badClaims }
            let text = document.bytes(index)
            if text.isEmpty { return [] }
            let words = text.split(separator: 0x20, omittingEmptySubsequences: false)
            guard words.count <= listMax, words.allSatisfy(isVisible) else { throw .badClaims }
            return words.map { String(decoding: $0, as: UTF8.self) }
        }

        /// One text or a list of texts. Spec: RFC 7519, section 4.1.3.
        func audience() throws(TokenRefusal) -> [String]? {
            guard let index = document.member("aud", of: document.root) else { return nil }
            if let one = document.string(index) { return [one] }
            guard document.kind(index) == .array, document.nodes[index].count <= listMax else { throw .badClaims }
            var texts: [String] = []
            for item in document.items(index) {
                guard let text = document.string(item) else { throw .badClaims }
                texts.append(text)
            }
            return texts
        }

        private func visible(_ index: JSONDocument.Index) throws(TokenRefusal) -> String {
            guard document.nodes[index].isString, isVisible(document.bytes(index)) else { throw .badClaims }
            return String(decoding: document.bytes(index), as: UTF8.self)
        }

        private func isVisible(_ text: ArraySlice<UInt8>) -> Bool {
            (1...nameBytesMax).contains(text.count) && text.allSatisfy { (0x21...0x7E).contains($0) }
        }
    }
}
