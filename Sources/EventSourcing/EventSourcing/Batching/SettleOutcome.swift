import Lifecycle
import Prelude

/// Finds out what became of an append whose answer was lost: by looking its command id up, never by guessing.
///
/// Only when the store says that the command did not take effect is it sent again, under the same command id, so that
/// a commit which is still under way cannot make it take effect twice.
struct SettleOutcome: Sendable {
    let store: any EventStore
    let clock: any Clock
    let deadline: MonotonicTime
    /// Limit: how often one append is looked into, also when the caller was cancelled and pauses are cut short.
    static let attemptsMax = 32

    func callAsFunction(
        _ append: Append, after error: EventStoreError
    ) async -> Result<AppendResult, EventStoreError> {
        var last = error
        var pause = Duration.milliseconds(5)
        for _ in 0..<Self.attemptsMax {
            do throws(EventStoreError) {
                if let outcome = try await store.outcome(of: append.command, in: append.tenant) {
                    return .success(outcome.request == append.request ? .duplicate(outcome) : .commandIDReused)
                }
                guard let result = try await store.append([append]).first else { return .failure(last) }
                return .success(result)
            } catch {
                switch error {
                case .outcomeUnknown, .unavailable, .overloaded, .deadlineExceeded: last = error
                case .positionExpired, .invalid, .corrupt: return .failure(error)
                }
            }
            // A cancelled caller still has to settle what others wait for; it just does not pause.
            try? await clock.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(500))
            if clock.now >= deadline { break }
        }
        guard case .outcomeUnknown = last else { return .failure(.outcomeUnknown(underlying: last)) }
        return .failure(last)
    }
}
