import Testing

@testable import Configuration

struct EnvironmentFileTests {
    private func read(_ text: String) -> EnvironmentFile { EnvironmentFile(Array(text.utf8)) }

    @Test(arguments: [
        ("A=plain", "plain"), ("A=", ""), ("  A=x  ", "x"), ("A= spaced out ", "spaced out"), ("A=a=b=c", "a=b=c"),
        ("A=\"q\"", "q"), ("A=\"a \\\"b\\\" \\\\ \\$ \\` \\n\"", "a \"b\" \\ $ ` \\n"), ("A='raw \\ \"'", "raw \\ \""),
        ("A=it's", "it's"), ("A=a # no comment", "a # no comment"), ("A=\"\"", ""), ("A=x\r", "x"), ("A=é", "é"),
    ])
    func `a line gives its value`(line: String, value: String) {
        let file = read(line)
        #expect(file.entries == [.init(name: "A", value: value, line: 1)])
        #expect(file.problems.isEmpty)
    }

    @Test func `comments and empty lines count as lines only`() {
        let file = read("# one\n\n; two\n   \nA=1\nB=2\n")
        #expect(file.entries == [.init(name: "A", value: "1", line: 5), .init(name: "B", value: "2", line: 6)])
        #expect(file.problems.isEmpty)
    }

    @Test(arguments: [
        "A", "=x", "a=x", "A B=x", "A =x", "1A=x", "export A=x", "A=x\\", "A=\"x", "A='x", "A=\"x\" y", "A=\"x\\\"",
        "A=\u{0}", "A=\u{1b}[0m", "Ä=x",
    ])
    func `a line that is read differently elsewhere is a located problem`(line: String) {
        let file = read("B=1\n\(line)\nC=3")
        #expect(file.problems.map(\.line) == [2])
        #expect(file.entries.map(\.name) == ["B", "C"])
    }

    @Test func `a name twice and bytes that are not UTF-8 are problems`() {
        #expect(read("A=1\nA=2").problems == [.init(line: 2, message: "A was set in line 1 already")])
        #expect(EnvironmentFile([0x41, 0x3d, 0xff]).problems == [.init(line: 1, message: "the value is not UTF-8")])
    }
}
