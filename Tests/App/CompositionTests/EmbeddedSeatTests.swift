import Glibc
import Lifecycle
import Testing

@testable import Composition

struct EmbeddedSeatTests {
    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = "/tmp/belvedere-seat-\(UInt64.random(in: 0 ... .max))"
        mkdir(directory, 0o700)
        defer {
            unlink(directory + "/node.lock")
            rmdir(directory)
        }
        try await body(directory)
    }

    private func take(_ directory: String, _ clock: any Clock, patience: Duration = .zero) async throws -> EmbeddedSeat
    {
        try await EmbeddedSeat.take(in: directory, patience: patience, clock: clock)
    }

    @Test func `a seat is taken by one, and free again when that one is gone`() async throws {
        try await withDirectory { directory in
            let clock = ManualClock()
            var seat: EmbeddedSeat? = try await take(directory, clock)
            await #expect(throws: EmbeddedSeat.Failure.taken(directory: directory)) {
                _ = try await take(directory, clock)
            }
            #expect(seat != nil)
            seat = nil
            _ = try await take(directory, clock)
        }
    }

    @Test func `who comes second waits for as long as its patience lasts, and says so once`() async throws {
        try await withDirectory { directory in
            let clock = ManualClock()
            let seat = try await take(directory, clock)
            let second = Task { try await take(directory, clock, patience: .milliseconds(120)) }
            for _ in 0..<3 {
                await clock.waitForSleepers(1)
                clock.advance(by: .milliseconds(50))
            }
            await #expect(throws: EmbeddedSeat.Failure.taken(directory: directory)) { _ = try await second.value }
            withExtendedLifetime(seat) {}
        }
    }

    @Test func `who waits has the seat as soon as it is free`() async throws {
        try await withDirectory { directory in
            let clock = ManualClock()
            var seat: EmbeddedSeat? = try await take(directory, clock)
            let second = Task { try await take(directory, clock, patience: .seconds(60)) }
            await clock.waitForSleepers(1)
            withExtendedLifetime(seat) {}
            seat = nil
            clock.advance(by: .milliseconds(50))
            _ = try await second.value
        }
    }

    @Test func `a directory that is not there is named`() async throws {
        let failure = await #expect(throws: EmbeddedSeat.Failure.self) { _ = try await take("/nowhere", ManualClock()) }
        #expect(failure == .unusable(path: "/nowhere/node.lock", code: ENOENT))
        #expect(EmbeddedSeat.Failure.taken(directory: "/d").description.contains("storage.directory"))
    }
}
