/// Turns PostgreSQL's spelling into SQLite's: `$1` → `?1`, `= ANY($1)` → a table-valued function, `::type` → nothing,
/// and no row locks.
///
/// Why `$1` cannot stay: SQLite takes it for a parameter *named* "$1" and numbers it by first appearance.
/// Literals, quoted names and comments are copied as they are.
enum SQLiteSpelling {
    /// The table-valued function that yields the elements of an array parameter.
    static let arrayFunction = "array_elements"

    private static let rowLocks = [" FOR NO KEY UPDATE", " FOR UPDATE", " FOR SHARE", " SKIP LOCKED", " NOWAIT"]

    static func derive(from sql: String) -> String {
        let source = Array(sql.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(source.count + 32)
        var index = 0
        while index < source.count {
            let byte = source[index]
            if let end = quotedEnd(source, index) {
                output += source[index..<end]
                index = end
            } else if let (number, end) = anyOfParameter(source, index) {
                output += "IN (SELECT value FROM \(arrayFunction)(?\(number)))".utf8
                index = end
            } else if let (number, end) = parameter(source, index) {
                output += "?\(number)".utf8
                index = end
            } else if byte == UInt8(ascii: ":"), index + 1 < source.count, source[index + 1] == byte {
                index = castEnd(source, index + 2)
            } else if let lock = rowLocks.first(where: { starts(source, index, with: $0) }) {
                index += lock.utf8.count
            } else {
                output.append(byte)
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The end of a literal, a quoted name or a comment that starts here.
    private static func quotedEnd(_ source: [UInt8], _ start: Int) -> Int? {
        let byte = source[start]
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
            return source[(start + 1)...].firstIndex(of: byte).map { $0 + 1 } ?? source.count
        }
        if starts(source, start, with: "--") {
            return source[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
        }
        return nil
    }

    private static func anyOfParameter(_ source: [UInt8], _ start: Int) -> (String, Int)? {
        let opening = "= ANY("
        guard starts(source, start, with: opening),
            let (number, end) = parameter(source, start + opening.utf8.count)
        else { return nil }
        let close = starts(source, end, with: "::") ? castEnd(source, end + 2) : end
        return starts(source, close, with: ")") ? (number, close + 1) : nil
    }

    private static func parameter(_ source: [UInt8], _ start: Int) -> (String, Int)? {
        guard start < source.count, source[start] == UInt8(ascii: "$") else { return nil }
        var end = start + 1
        while end < source.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(source[end]) { end += 1 }
        return end > start + 1 ? (String(decoding: source[(start + 1)..<end], as: UTF8.self), end) : nil
    }

    /// The end of a type name after `::`, with its brackets.
    private static func castEnd(_ source: [UInt8], _ start: Int) -> Int {
        var end = start
        while end < source.count, isWord(source[end]) { end += 1 }
        return starts(source, end, with: "[]") ? end + 2 : end
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func starts(_ source: [UInt8], _ index: Int, with text: String) -> Bool {
        source[min(index, source.count)...].starts(with: text.utf8)
    }
}
