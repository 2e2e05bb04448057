/// The signature algorithms that tokens may carry; a key has one of them for life.
package enum SignatureAlgorithm: Sendable, CaseIterable {
    case edDSA
    case es256
    case rs256
    case hs256

    /// The name in a token's header. Spec: RFC 7518, section 3.1; RFC 8037, section 3.1.
    package var name: String {
        switch self {
        case .edDSA: "EdDSA"
        case .es256: "ES256"
        case .rs256: "RS256"
        case .hs256: "HS256"
        }
    }
}
