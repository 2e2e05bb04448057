import Foundation
import Testing

struct BannedWordTests {
    private static let banned = [
        "public ", "try!", "as!", "fatalError(", " Swift.print(", "Date()", "UUID()", "Task.detached", "DispatchQueue",
        "NSLock", "Thread.sleep", "usleep(",
    ]

    @Test(arguments: banned)
    func `no source uses`(_ word: String) {
        let strays = findings(in: SourceTree.sources) { _, line in
            guard let range = line.range(of: word) else { return false }
            guard let before = line[..<range.lowerBound].last else { return true }
            return !(before.isLetter || before == "_" || before == "." || before == "`")
        }
        #expect(strays.isEmpty, "\(strays)")
    }

    @Test func `nothing is left for later`() {
        let words = ["TODO", "FIXME", "XXX", "Created by"]
        let strays = (SourceTree.sources + SourceTree.tests).filter { $0.area != "Architecture" }.flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                words.contains { line.contains($0) } ? Finding(path: file.path, line: index + 1, text: line) : nil
            }
        }
        #expect(strays.isEmpty, "\(strays)")
    }

    @Test func `no test is off and none sleeps`() {
        let words = [".disabled(", "XCTSkip", "Task.sleep", "#expect(true)"]
        let strays = findings(in: SourceTree.tests.filter { $0.area != "Architecture" }) { _, line in
            words.contains { line.contains($0) }
        }
        #expect(strays.isEmpty, "\(strays)")
    }

    @Test func `an escape from the checker says why it is safe`() {
        let modules: Set<String> = [
            "Networking", "Lifecycle", "SQLite", "Postgres", "Redis", "Cryptography", "Server", "GraphQLExecution",
            "Prelude", "Compression", "HTTPClient", "Telemetry", "Gateway", "LogProbe", "EdgeProbe",
        ]
        let words = ["@unchecked Sendable", "nonisolated(unsafe)", "unsafeBitCast", "@preconcurrency"]
        var strays: [Finding] = []
        for file in SourceTree.sources {
            for (index, line) in file.code.enumerated() where words.contains(where: { line.contains($0) }) {
                let above = file.lines[..<index].reversed().prefix(while: { $0.contains("//") || $0.contains("@") })
                if !modules.contains(file.module) || !above.contains(where: { $0.contains("// Safe because") }) {
                    strays.append(Finding(path: file.path, line: index + 1, text: line))
                }
            }
        }
        #expect(strays.isEmpty, "\(strays)")
    }

    @Test func `no name says nothing`() {
        let words = ["Common", "Utils", "Helpers", "Shared", "Manager", "Impl"]
        let strays = SourceTree.sources.filter { file in words.contains { file.name == $0 || file.name.hasSuffix($0) } }
        #expect(strays.isEmpty, "\(strays.map(\.path))")
    }
}
