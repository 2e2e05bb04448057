import Testing

@testable import Composition

struct LineSplitterTests {
    private func lines(_ text: String, pieces: Int, bytesMax: Int = 100) -> [String] {
        var splitter = LineSplitter(bytesMax: bytesMax)
        var found: [LineSplitter.Line] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            found += splitter.lines(in: Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
        if let last = splitter.finish() { found.append(last) }
        return found.map { "\($0.number) " + ($0.bytes.map { String(decoding: $0, as: UTF8.self) } ?? "too long") }
    }

    @Test(arguments: [1, 2, 3, 7, 1_000])
    func `lines are the same however the stream is cut`(_ pieces: Int) {
        #expect(lines("a\n\nbc\r\n  \nd", pieces: pieces) == ["1 a", "3 bc", "5 d"])
        #expect(lines("a\n", pieces: pieces) == ["1 a"])
        #expect(lines("", pieces: pieces) == [])
        #expect(lines("a\n12345\n1234\nb", pieces: pieces, bytesMax: 4) == ["1 a", "2 too long", "3 1234", "4 b"])
    }
}
