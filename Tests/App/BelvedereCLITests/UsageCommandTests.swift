import Composition
import EventSourcing
import Glibc
import Lifecycle
import Prelude
import Testing

@testable import BelvedereCLI

struct UsageCommandTests {
    private func write(_ lines: [String], to path: String) throws {
        let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let bytes = Array(lines.joined(separator: "\n").utf8)
        try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    }

    private func line(_ id: Int, tokens: Int = 1) -> String {
        var text: [UInt8] = []
        TimeText.append(SystemClock().wallTime.day, to: &text)
        return #"{"requestId":"r\#(id)","userId":"bob","provider":"p","model":"m","promptTokens":\#(tokens),"#
            + #""occurredAt":"\#(String(decoding: text, as: UTF8.self))T00:00:00Z"}"#
    }

    private func head(_ folder: borrowing TemporaryFolder) async throws -> Int64 {
        var reader = folder.arguments()
        let configuration = try ConfigurationArguments.load(&reader)
        let found = Lock<Int64>(-1)
        _ = try await LogSession.run(configuration) { session in
            let head = try await session.events.head().position.number
            found.withLock { $0 = head }
            return .success
        }
        return found.withLock { $0 }
    }

    @Test func `a file is recorded once, however often it is imported, without its bad lines`() async throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/usage.ndjson"
        try write((0..<300).map { line($0) } + ["{", line(7, tokens: 9)], to: path)
        var first = folder.arguments(path)
        #expect(try await ImportUsage.run(&first, Console()) == .failed)
        #expect(try await head(folder) == 300)
        try write((0..<301).map { line($0) }, to: path)
        var again = folder.arguments(path)
        #expect(try await ImportUsage.run(&again, Console()) == .success)
        #expect(try await head(folder) == 301)
    }

    @Test func `a tenant is generated once for the same words`() async throws {
        let folder = TemporaryFolder()
        for _ in 0..<2 {
            var words = folder.arguments("--usages", "1200", "--days", "2", "--seed", "4")
            #expect(try await DemoGenerate.run(&words, Console()) == .success)
            #expect(try await head(folder) == 1_202)
        }
    }

    @Test(
        arguments: [
            ["--days", "2"], ["--usages", "0"], ["--usages", "10", "--days", "35"], ["--usages", "x"],
            ["--usages", "10", "--tenant", "a b"], ["--usages", "10", "more"],
        ])
    func `what cannot be generated is a mistake`(_ words: [String]) async {
        await #expect(throws: BelvedereCLI.CommandFailure.self) {
            var reader = ArgumentReader(words)
            _ = try await DemoGenerate.run(&reader, Console())
        }
    }
}
