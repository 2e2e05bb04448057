import Accounts
import Configuration
import Lifecycle
import Prelude
import Testing

@testable import Composition

struct PasswordWorkersTests {
    private func workers(_ flags: [(name: String, value: String)] = []) throws -> PasswordWorkers {
        let small = [
            (name: "accounts.password_passes", value: "1"), (name: "accounts.password_memory", value: "64KiB"),
        ]
        return try PasswordWorkers(
            AccountSettings(try ConfigurationLoading.load(file: nil, environment: [:], flags: small + flags)))
    }

    @Test func `a password is right against its own hash and against no other, and against none`() async throws {
        let workers = try workers()
        let hash = try await workers.hash("correct horse")
        #expect(hash.hasPrefix("$argon2id$v=19$"))
        #expect(try await workers.check("correct horse", against: hash) == PasswordCheck(isRight: true))
        #expect(try await workers.check("correct hors", against: hash) == PasswordCheck(isRight: false))
        #expect(try await workers.check("correct horse", against: nil) == PasswordCheck(isRight: false))
        #expect(try await workers.check("correct horse", against: "nonsense") == PasswordCheck(isRight: false))
    }

    @Test func `a right password whose hash has other parameters gets a new one`() async throws {
        let old = try await workers().hash("correct horse")
        let raised = try workers([(name: "accounts.password_passes", value: "2")])
        let check = try await raised.check("correct horse", against: old)
        let replacement = try #require(check.replacement)
        #expect(try await raised.check("correct horse", against: replacement) == PasswordCheck(isRight: true))
        #expect(try await raised.check("wrong", against: old).replacement == nil)
    }

    @Test func `more passwords than may wait are refused, and those that wait are answered`() async throws {
        let workers = try workers([
            (name: "accounts.password_threads", value: "1"), (name: "accounts.password_queue_max", value: "2"),
            (name: "accounts.password_memory", value: "64MiB"),
        ])
        let answers = await withTaskGroup(of: HashingRefusal?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do throws(HashingRefusal) {
                        _ = try await workers.hash("correct horse")
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: [HashingRefusal?]()) { $0.append($1) }
        }
        #expect(answers.contains(.overloaded))
        #expect(answers.contains(nil))
        #expect(!answers.contains(.failed))
    }

    /// Processor time of one check, in microseconds: what a client could measure if nothing else ran.
    private func cost(of stored: String?, _ workers: PasswordWorkers) async throws -> Int64 {
        let clock = SystemClock()
        let start = clock.now
        _ = try await workers.check("wrong password", against: stored)
        let (seconds, attoseconds) = (clock.now - start).components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    @Test func `a check takes as long where there is no account`() async throws {
        let workers = try workers([
            (name: "accounts.password_memory", value: "8MiB"), (name: "accounts.password_threads", value: "1"),
        ])
        let hash = try await workers.hash("correct horse")
        var (known, unknown): ([Int64], [Int64]) = ([], [])
        // Why in turns: whatever else the machine does meets both alike.
        for _ in 0..<41 {
            known.append(try await cost(of: hash, workers))
            unknown.append(try await cost(of: nil, workers))
        }
        let (a, b) = (known.sorted()[20], unknown.sorted()[20])
        #expect(a < 2 * b && b < 2 * a, "medians of \(a) and \(b) µs")
        // Spec: Mann and Whitney; with 41 of each, U lies this far from its middle once in a million runs.
        let wins = known.reduce(0) { sum, one in sum + unknown.count { one > $0 } }
        #expect(abs(wins - 41 * 41 / 2) < 540, "\(wins) of \(41 * 41) pairs")
    }
}
