/// Hashes and checks passwords: slow on purpose, and never on an event loop.
package protocol PasswordHasher: Sendable {
    func hash(_ password: String) async throws(HashingRefusal) -> String

    /// Takes the same time whether or not there is a stored hash.
    func check(_ password: String, against stored: String?) async throws(HashingRefusal) -> PasswordCheck
}

/// What checking a password came to.
package struct PasswordCheck: Equatable, Sendable {
    package let isRight: Bool
    /// A hash of the same password with today's parameters, if the stored one has others.
    package let replacement: String?

    package init(isRight: Bool, replacement: String? = nil) {
        (self.isRight, self.replacement) = (isRight, replacement)
    }
}

/// Why a password was neither hashed nor checked.
package enum HashingRefusal: Error, Equatable, Sendable {
    /// As many wait as may.
    case overloaded
    case failed
}
