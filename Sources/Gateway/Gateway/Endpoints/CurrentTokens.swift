import Cryptography
import Prelude

/// Checks tokens by the keys that are trusted now; others may take their place while requests are answered.
///
/// What was remembered of tokens goes with the keys: a token of a key that is gone is refused from then on.
package final class CurrentTokens: Sendable {
    private let verified: Lock<VerifiedTokens?>
    private let unknownKey: @Sendable () -> Void

    /// Without a verifier every token is refused. `unknownKey` is told of each token whose key is not known, quickly.
    package init(_ verifier: TokenVerifier?, unknownKey: @escaping @Sendable () -> Void = {}) {
        verified = Lock(verifier.map { VerifiedTokens($0) })
        self.unknownKey = unknownKey
    }

    package func replace(with verifier: TokenVerifier) {
        let fresh = VerifiedTokens(verifier)
        verified.withLock { $0 = fresh }
    }

    package func claims(of token: Span<UInt8>, at now: Timestamp) throws(TokenRefusal) -> TokenClaims {
        do throws(TokenRefusal) {
            guard let current = verified.withLock({ $0 }) else { throw TokenRefusal.unknownKey }
            return try current.claims(of: token, at: now)
        } catch {
            if error == .unknownKey { unknownKey() }
            throw error
        }
    }
}
