/// The value of a block string from what stands between its triple quotes.
///
/// Spec: 2.9.4, BlockStringValue(): the common indentation of all lines but the first is removed, then the blank lines
/// at both ends.
enum BlockString {
    static func decode(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        let lines = split(raw)
        var commonIndent = Int.max
        var firstFilled: Int?
        var lastFilled = -1
        for (number, line) in lines.enumerated() {
            let indent = indentation(raw[line])
            guard indent < line.count else { continue }
            firstFilled = firstFilled ?? number
            lastFilled = number
            if number > 0 { commonIndent = min(commonIndent, indent) }
        }
        var value: [UInt8] = []
        value.reserveCapacity(raw.count)
        for number in (firstFilled ?? 0)..<max(firstFilled ?? 0, lastFilled + 1) {
            if number > firstFilled ?? 0 { value.append(UInt8(ascii: "\n")) }
            let line = raw[lines[number]]
            appendUnescaped(number == 0 ? line : line.dropFirst(commonIndent), to: &value)
        }
        return value
    }

    private static func split(_ raw: ArraySlice<UInt8>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = raw.startIndex
        var index = start
        while index < raw.endIndex {
            let byte = raw[index]
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
                index += 1
                continue
            }
            lines.append(start..<index)
            index += 1
            if byte == UInt8(ascii: "\r"), index < raw.endIndex, raw[index] == UInt8(ascii: "\n") { index += 1 }
            start = index
        }
        lines.append(start..<raw.endIndex)
        return lines
    }

    private static func indentation(_ line: ArraySlice<UInt8>) -> Int {
        line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
    }

    /// Copies a line, with `\"""` standing for three quotes.
    private static func appendUnescaped(_ line: ArraySlice<UInt8>, to value: inout [UInt8]) {
        let escape: [UInt8] = Array(#"\""""#.utf8)
        var index = line.startIndex
        while index < line.endIndex {
            if line[index] == UInt8(ascii: "\\"), line[index...].starts(with: escape) {
                value.append(contentsOf: escape.dropFirst())
                index += escape.count
            } else {
                value.append(line[index])
                index += 1
            }
        }
    }
}
