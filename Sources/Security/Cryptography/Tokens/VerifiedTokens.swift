import Prelude

/// Remembers tokens whose signature was good, because checking one costs as much as answering twenty requests.
///
/// Two generations: when the younger is half of the limit, the elder is dropped and the younger takes its place, so
/// memory is bounded and what is in use stays. The claims' times are checked at every use; new keys are a new verifier.
package final class VerifiedTokens: Sendable {
    /// Limit: tokens remembered, about 500 bytes each.
    package static let tokensMax = 20_000

    private struct Fingerprint: Hashable {
        let first, second, third, fourth: UInt64
    }

    private struct Generations {
        var younger: [Fingerprint: TokenClaims] = [:]
        var elder: [Fingerprint: TokenClaims] = [:]
    }

    package let verifier: TokenVerifier
    private let generationMax: Int
    private let remembered = Lock(Generations())

    package init(_ verifier: TokenVerifier, tokensMax: Int = VerifiedTokens.tokensMax) {
        self.verifier = verifier
        generationMax = max(1, tokensMax / 2)
    }

    /// As the verifier answers, from memory where possible.
    package func claims(of token: Span<UInt8>, at now: Timestamp) throws(TokenRefusal) -> TokenClaims {
        guard token.count <= TokenVerifier.tokenBytesMax else { throw .tooLong }
        let fingerprint = Self.fingerprint(of: token)
        let known = remembered.withLock { $0.younger[fingerprint] ?? $0.elder[fingerprint] }
        if let known {
            try verifier.check(known, at: now)
            return known
        }
        let claims = try verifier.claims(of: token, at: now)
        remembered.withLock { generations in
            if generations.younger.count >= generationMax {
                generations.elder = generations.younger
                generations.younger = [:]
            }
            generations.younger[fingerprint] = claims
        }
        return claims
    }

    package var count: Int { remembered.withLock { $0.younger.count + $0.elder.count } }

    /// Why a hash and not the hasher's: two tokens with one fingerprint would be one person with two names.
    private static func fingerprint(of token: Span<UInt8>) -> Fingerprint {
        let hash = SHA256.hash(token)
        return hash.withUnsafeBytes { bytes in
            Fingerprint(
                first: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                second: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                third: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
                fourth: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        }
    }
}
