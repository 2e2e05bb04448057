import EventSourcing

/// The rules about the values that metering commands are given.
enum MeteringInput {
    /// Limit: bytes of a request, user or bot id.
    static let idBytesMax = 128
    /// Limit: bytes of the name of a provider or model; both are part of a stream's name.
    static let nameBytesMax = 64

    static func check(id: String, at path: String) -> [InputViolation] {
        let bytes = id.utf8
        if (1...idBytesMax).contains(bytes.count), bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return [] }
        return [
            InputViolation(
                path, code: "INVALID_ID",
                "`\(path)` must be 1 to \(idBytesMax) visible ASCII characters without spaces.")
        ]
    }

    static func check(name: String, at path: String) -> [InputViolation] {
        if isName(name) { return [] }
        return [
            InputViolation(
                path, code: "INVALID_NAME",
                "`\(path)` must be 1 to \(nameBytesMax) letters, digits or any of . _ - / @ +")
        ]
    }

    static func check(_ count: Int64, at path: String, max: Int64) -> [InputViolation] {
        if count < 0 { return [InputViolation(path, code: "NEGATIVE", "`\(path)` must not be negative.")] }
        if count > max { return [InputViolation(path, code: "TOO_LARGE", "`\(path)` must be at most \(max).")] }
        return []
    }

    static func isName(_ text: String) -> Bool {
        (1...nameBytesMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "._-/@+".utf8.contains(byte)
            }
    }
}
