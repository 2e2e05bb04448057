/// Copying of texts that most often need no escape, and of keys, which never do.
enum PlainText {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Copies the bytes and says whether all of them may stand in a JSON string as they are.
    @inline(__always)
    static func copy(_ source: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>) -> Bool {
        let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
        if count >= 16 {
            var found: UInt64 = 0
            var at = 0
            let last = count &- 16
            while at < last {
                found |= moveWord(from + at, to + at) | moveWord(from + at + 8, to + at + 8)
                at &+= 16
            }
            // The last words overlap those before them, so that no byte is looked at alone.
            return found | moveWord(from + last, to + last) | moveWord(from + last + 8, to + last + 8) == 0
        }
        if count >= 8 {
            return moveWord(from, to) | moveWord(from + (count &- 8), to + (count &- 8)) == 0
        }
        var found: UInt64 = 0
        for at in 0..<count {
            let byte = source[at]
            target[at] = byte
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { found = 1 }
        }
        return found == 0
    }

    /// Copies a key by whole words; up to fifteen bytes behind it are read and written too.
    @inline(__always)
    static func copyKey(_ source: UnsafePointer<UInt8>, _ count: Int, to target: UnsafeMutablePointer<UInt8>) {
        let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
        var at = 0
        repeat {
            let first = (from + at).loadUnaligned(as: UInt64.self)
            let second = (from + at + 8).loadUnaligned(as: UInt64.self)
            (to + at).storeBytes(of: first, as: UInt64.self)
            (to + at + 8).storeBytes(of: second, as: UInt64.self)
            at &+= 16
        } while at < count
    }

    @inline(__always)
    private static func moveWord(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) -> UInt64 {
        let word = from.loadUnaligned(as: UInt64.self)
        to.storeBytes(of: word, as: UInt64.self)
        return marks(word)
    }

    /// Zero exactly if no byte of the word is a control, a quote or a backslash.
    @inline(__always)
    private static func marks(_ word: UInt64) -> UInt64 {
        let control = (word &- ones &* 0x20) & ~word
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5C)
        return (control | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & highs
    }
}
