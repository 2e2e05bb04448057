import GraphQLLanguage
import Testing

/// Lines and columns as people count them.
struct SourceLocationTests {
    /// Counts character by character.
    func slowLocation(_ text: String, _ offset: Int) -> GraphQLLanguage.SourceLocation {
        var (line, column, index) = (1, 1, 0)
        let scalars = Array(text.unicodeScalars)
        for (number, scalar) in scalars.enumerated() {
            if index >= offset { break }
            index += String(scalar).utf8.count
            let endsLine =
                scalar == "\n" || (scalar == "\r" && !(number + 1 < scalars.count && scalars[number + 1] == "\n"))
            if endsLine { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return GraphQLLanguage.SourceLocation(line: line, column: column)
    }

    @Test(arguments: [
        "", "a", "a\nb\rc\r\nd\n\n\re", "é😀\u{FEFF}x\r\n😀y", String(repeating: "aé😀\r\n", count: 90),
        String(repeating: "x", count: 300) + "\n" + String(repeating: "é", count: 200),
    ])
    func `every offset is placed, at once or through the table`(_ text: String) {
        let source = Source(text)
        let table = LineTable(source)
        var offset = 0
        for scalar in text.unicodeScalars.map({ String($0).utf8.count }) + [0] {
            #expect(table.location(at: offset) == slowLocation(text, offset), "offset \(offset)")
            #expect(source.location(at: offset) == slowLocation(text, offset), "offset \(offset)")
            offset += scalar
        }
        #expect(table.location(at: offset + 10) == table.location(at: offset))
        #expect(table.location(at: -1) == GraphQLLanguage.SourceLocation(line: 1, column: 1))
    }
}
