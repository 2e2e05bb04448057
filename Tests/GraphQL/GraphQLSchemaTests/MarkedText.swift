/// A text in which `<1>`, `<2>` … mark places, so that tests say where a fault lies without counting lines.
struct MarkedText {
    let text: String
    private let places: [Int: (line: Int, column: Int)]

    init(_ marked: String) {
        var text = ""
        var places: [Int: (line: Int, column: Int)] = [:]
        var (line, column) = (1, 1)
        var rest = Substring(marked)
        while let character = rest.first {
            if character == "<", let end = rest.firstIndex(of: ">"),
                let number = Int(rest.dropFirst().prefix(upTo: end))
            {
                places[number] = (line, column)
                rest = rest[rest.index(after: end)...]
                continue
            }
            text.append(character)
            rest = rest.dropFirst()
            (line, column) = character == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        (self.text, self.places) = (text, places)
    }

    /// `line:column` of each mark, in the order asked for.
    func positions(_ marks: [Int]) -> [String] {
        marks.map { mark in places[mark].map { "\($0.line):\($0.column)" } ?? "no mark <\(mark)>" }
    }
}
