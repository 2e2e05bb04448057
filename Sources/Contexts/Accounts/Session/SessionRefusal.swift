/// Every way in which a session can say no.
package enum SessionRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case ended = "SESSION_ENDED"
    case expired = "SESSION_EXPIRED"
    case tokenReused = "TOKEN_REUSED"
    /// The account was changed between looking at it and refreshing: look again.
    case accountChanged = "ACCOUNT_CHANGED"

    package var message: String {
        switch self {
        case .ended: "The session has ended, or there never was one. Log in again."
        case .expired: "The session is too old. Log in again."
        case .tokenReused: "The refresh token was used before, so the session has been ended. Log in again."
        case .accountChanged: "The account is being changed. Try again."
        }
    }
}
