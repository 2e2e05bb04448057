/// Why a token is not accepted. For the log and the metric; a client learns only that it is not.
package enum TokenRefusal: String, Error, Equatable, Sendable, CaseIterable {
    case tooLong
    /// Not three parts, or a part that is not base64url.
    case malformed
    /// The header is no JSON object with an `alg`, or says the token is something else than a signed set of claims.
    case badHeader
    /// The header asks for an extension (`crit`); none is understood.
    case unknownExtension
    /// No key of that name; the set may be out of date.
    case unknownKey
    /// The header names another algorithm than the key's.
    case wrongAlgorithm
    case badSignature
    /// A claim is missing, of the wrong type or out of range.
    case badClaims
    case expired
    case notYetValid
    case wrongIssuer
    case wrongAudience
}
