import Database
import Lifecycle
import Prelude

/// Runs work that needs a connection to itself — migrations, COPY — on threads of their own, a bounded number at once.
final class SessionThreads: Sendable {
    /// Limit: sessions that are open at once.
    static let openMax = 8

    private let settings: PostgresSettings
    private let open = Lock(0)

    init(_ settings: PostgresSettings) { self.settings = settings }

    func run<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (PostgresSession) throws(DatabaseError) -> Value
    ) async throws(DatabaseError) -> Value {
        let isFree = open.withLock { open in
            guard open < SessionThreads.openMax else { return false }
            open += 1
            return true
        }
        guard isFree else { throw .refused(.overloaded, name, "too many sessions are open") }
        let result: Result<Value, DatabaseError> = await withUnsafeContinuation { continuation in
            do {
                _ = try DedicatedThread(name: "pg-session") { [self] in
                    let result: Result<Value, DatabaseError>
                    do throws(DatabaseError) {
                        result = .success(try body(try PostgresSession(settings)))
                    } catch {
                        result = .failure(error)
                    }
                    open.withLock { $0 -= 1 }
                    continuation.resume(returning: result)
                }
            } catch {
                open.withLock { $0 -= 1 }
                continuation.resume(returning: .failure(.refused(.unavailable, name, "\(error)")))
            }
        }
        return try result.get()
    }
}

extension PostgresDatabase {
    /// Runs the body with a connection of its own on a thread of its own, where it may block.
    package func session<Value: Sendable>(
        _ name: String, _ body: @escaping @Sendable (PostgresSession) throws(DatabaseError) -> Value
    ) async throws(DatabaseError) -> Value {
        try await sessions.run(name, body)
    }
}
