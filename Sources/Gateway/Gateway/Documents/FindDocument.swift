import Cryptography
import JSON
import Prelude

/// Finds the text of a request's document: sent along, registered before by its digest, or trusted by the operator.
package struct FindDocument: Sendable {
    /// Which texts may be run; a ladder to climb without surprises.
    package enum Trust: String, CaseIterable, Sendable {
        /// Any text.
        case open
        /// Any text; those that the manifest does not have are counted.
        case log
        /// Only texts of the manifest, sent or named.
        case safelist
        /// Only named documents of the manifest.
        case block
    }

    /// Why there is no text to run.
    package enum Fault: Error, Equatable, Sendable {
        case notFound
        case hashMismatch
        case notTrusted
        case malformed
    }

    private let trust: Trust
    private let trusted: [[UInt8]: [UInt8]]
    private let registered: ValueCache<[UInt8]>
    private let untrusted: @Sendable ([UInt8], ArraySlice<UInt8>) -> Void

    /// Takes the texts that the operator trusts, and what to do with the digest and the text of one that is run without
    /// being trusted while the ladder stands on `log`. Limit: bytes of texts that clients have registered.
    package init(
        trust: Trust = .open, trusted: [[UInt8]] = [], registeredBytesMax: Int = 8 << 20,
        untrusted: @escaping @Sendable ([UInt8], ArraySlice<UInt8>) -> Void = { _, _ in }
    ) {
        self.trust = trust
        self.trusted = Dictionary(
            trusted.map { (SHA256.hash($0.span), $0) }, uniquingKeysWith: { first, _ in first })
        registered = ValueCache(bytesMax: registeredBytesMax)
        self.untrusted = untrusted
    }

    /// Whether finding the text of a request again would change and tell nothing.
    func isPure(for request: GraphQLRequest) -> Bool {
        trust != .log && (request.query == nil || !request.namesPersistedQuery)
    }

    /// A text that was found.
    package struct Found: Sendable {
        package let text: ArraySlice<UInt8>
        /// Under what the client wants it to be registered.
        fileprivate var digest: [UInt8]?
    }

    /// The text of the document, which is to be registered with `register` if it is sound and the request asks for it.
    package func text(of request: GraphQLRequest) throws(Fault) -> Found {
        if let id = request.documentID { return Found(text: try named(digest(ofID: id))[...]) }
        guard let persisted = request.extensions?.member("persistedQuery") else {
            guard let text = request.query else { throw .malformed }
            return Found(text: try admitted(text))
        }
        guard persisted.member("version")?.int == 1, let hash = persisted.member("sha256Hash")?.text,
            let digest = Hex.bytes(hash), digest.count == 32
        else { throw .malformed }
        guard let text = request.query else { return Found(text: try named(digest)[...]) }
        // Why recomputed: whoever could register another text under a digest would choose what others run.
        guard SHA256.hash(text.span) == digest else { throw .hashMismatch }
        return Found(text: try admitted(text), digest: digest)
    }

    /// Keeps a text under its digest if the request has asked for that. Call it only for a document that can be run:
    /// otherwise anybody could fill the room with anything.
    package func register(_ found: Found) {
        guard let digest = found.digest else { return }
        registered.insert(Array(found.text), for: CacheKey(digest), bytes: found.text.count)
    }

    /// Spec: persisted documents: `sha256:` and 64 lower-case digits; other prefixes are not known here.
    private func digest(ofID id: ArraySlice<UInt8>) throws(Fault) -> [UInt8] {
        let prefix = Array("sha256:".utf8)
        guard id.starts(with: prefix), let digest = Hex.bytes(id.dropFirst(prefix.count)), digest.count == 32 else {
            throw .notFound
        }
        return digest
    }

    private func named(_ digest: [UInt8]) throws(Fault) -> [UInt8] {
        if let text = trusted[digest] { return text }
        guard trust == .open || trust == .log else { throw .notFound }
        guard let text = registered.value(for: CacheKey(digest)) else { throw .notFound }
        if trust == .log { untrusted(digest, text[...]) }
        return text
    }

    private func admitted(_ text: ArraySlice<UInt8>) throws(Fault) -> ArraySlice<UInt8> {
        switch trust {
        case .open: return text
        case .log:
            let digest = SHA256.hash(text.span)
            if trusted[digest] == nil { untrusted(digest, text) }
            return text
        case .safelist:
            guard trusted[SHA256.hash(text.span)] != nil else { throw .notTrusted }
            return text
        case .block: throw .notTrusted
        }
    }
}
