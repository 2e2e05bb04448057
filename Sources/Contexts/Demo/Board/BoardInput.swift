import EventSourcing

/// The rules about the values that commands on boards are given.
enum BoardInput {
    /// Limit: characters of an id.
    static let idBytesMax = 64
    /// Limit: bytes of a board's title.
    static let titleBytesMax = 200
    /// Limit: bytes of a note's text.
    static let textBytesMax = 4_000

    /// A stream that no board has; a command with an unusable id is refused before anything is read.
    private static let nowhere = StreamName(stored: "demo.board:-", categoryBytes: 10)

    static func stream(_ board: String) -> StreamName {
        isUsable(board) ? StreamName(Board.category, board) ?? nowhere : nowhere
    }

    static func check(id: String, at path: String) -> [InputViolation] {
        isUsable(id)
            ? []
            : [
                InputViolation(
                    path, code: "INVALID_ID", "`\(path)` must be 1 to \(idBytesMax) letters, digits or any of . _ -")
            ]
    }

    static func check(title: String) -> [InputViolation] { check(title, at: "title", bytesMax: titleBytesMax) }
    static func check(text: String) -> [InputViolation] { check(text, at: "text", bytesMax: textBytesMax) }

    private static func check(_ text: String, at path: String, bytesMax: Int) -> [InputViolation] {
        let isBlank = text.utf8.allSatisfy { $0 <= 0x20 }
        if isBlank { return [InputViolation(path, code: "EMPTY", "`\(path)` must not be empty.")] }
        if text.utf8.contains(0) { return [InputViolation(path, code: "NUL", "`\(path)` must not hold a NUL.")] }
        if text.utf8.count > bytesMax {
            return [InputViolation(path, code: "TOO_LONG", "`\(path)` must have at most \(bytesMax) bytes.")]
        }
        return []
    }

    private static func isUsable(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= idBytesMax && id != "-"
            && id.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
            }
    }
}
