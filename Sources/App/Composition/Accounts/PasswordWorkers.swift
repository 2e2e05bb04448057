import Accounts
import Cryptography
import Lifecycle
import Prelude

/// Argon2id on a few threads of its own, behind a queue of its own: a flood of logins waits for itself and for nobody
/// else.
///
/// Limit: as many hashes at once as threads, each with the memory that the settings name.
final class PasswordWorkers: PasswordHasher {
    private let pool: WorkerPool
    private let hashing: PasswordHashing
    /// Checked where there is no account, so that it takes as long; made by the first thread that is free.
    private let decoy = Lock<[UInt8]?>(nil)

    init(_ settings: AccountSettings) throws {
        hashing = PasswordHashing(operations: UInt64(settings.passwordPasses), memoryBytes: settings.passwordMemory)
        pool = try WorkerPool(
            name: "password", threads: settings.passwordThreads, queueMax: settings.passwordQueueMax)
        _ = pool.submit { [decoy, hashing] in
            let made = try? hashing.decoy()
            decoy.withLock { $0 = made }
        }
    }

    func stop() { pool.stop() }

    func hash(_ password: String) async throws(HashingRefusal) -> String {
        let hashing = hashing
        return try await run {
            let bytes = Array(password.utf8)
            return String(decoding: try hashing.hash(bytes.span), as: UTF8.self)
        }
    }

    func check(_ password: String, against stored: String?) async throws(HashingRefusal) -> PasswordCheck {
        let (hashing, decoy) = (hashing, decoy)
        return try await run {
            let bytes = Array(password.utf8)
            let hash = try stored.map { Array($0.utf8) } ?? decoy.withLock { $0 } ?? hashing.decoy()
            let isRight = hashing.isValid(bytes.span, for: hash.span) && stored != nil
            guard isRight, hashing.needsRehash(hash.span) else { return PasswordCheck(isRight: isRight) }
            let fresh = try hashing.hash(bytes.span)
            return PasswordCheck(isRight: true, replacement: String(decoding: fresh, as: UTF8.self))
        }
    }

    private func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws(HashingRefusal) -> Value {
        do {
            return try await pool.run(body)
        } catch is WorkRefused {
            throw .overloaded
        } catch {
            throw .failed
        }
    }
}
