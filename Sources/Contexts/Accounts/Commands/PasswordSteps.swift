import ContextKit
import EventSourcing
import JSON

extension Procedure {
    func hash(_ password: String) async throws(PublicFailure) -> String {
        let hasher = try port((any PasswordHasher).self)
        do throws(HashingRefusal) {
            return try await hasher.hash(password)
        } catch {
            throw PublicFailure(error)
        }
    }

    func check(_ password: String, against stored: String?) async throws(PublicFailure) -> PasswordCheck {
        let hasher = try port((any PasswordHasher).self)
        // Why not refused before: a password that cannot be right must not be told apart by its time either.
        do throws(HashingRefusal) {
            return try await hasher.check(password, against: stored)
        } catch {
            throw PublicFailure(error)
        }
    }
}

extension PublicFailure {
    init(_ refusal: HashingRefusal) {
        switch refusal {
        case .overloaded:
            self.init(
                "OVERLOADED", "Too many passwords wait to be checked. Try again later.",
                [Detail("retryAfterMs", .number("1000"))])
        case .failed: self = .unavailable(retryAfterMilliseconds: 1_000)
        }
    }
}
