/// Finds bytes that are not UTF-8.
enum UTF8Check {
    /// The offset of the first byte that begins no valid sequence, or nil.
    static func firstFault(in bytes: UnsafeBufferPointer<UInt8>, allowsSurrogates: Bool = false) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let raw = UnsafeRawPointer(base)
        var index = 0
        while index < bytes.count {
            while index &+ 8 <= bytes.count,
                raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index &+= 8
            }
            guard index < bytes.count else { return nil }
            let length = sequenceLength(in: bytes, at: index)
            if length > 0 {
                index &+= length
            } else if allowsSurrogates, isSurrogate(in: bytes, at: index) {
                index &+= 3
            } else {
                return index
            }
        }
        return nil
    }

    /// Whether the three bytes would stand for a surrogate, if that were a character.
    static func isSurrogate(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        index + 2 < bytes.count && bytes[index] == 0xED && bytes[index + 1] & 0xE0 == 0xA0
            && bytes[index + 2] & 0xC0 == 0x80
    }

    /// Spec: Unicode table 3-7; no surrogates, no overlong forms, nothing above U+10FFFF.
    private static func sequenceLength(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        func isContinuation(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < bytes.count && range.contains(bytes[index + offset])
        }
        switch bytes[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return isContinuation(1) ? 2 : 0
        case 0xE0: return isContinuation(1, 0xA0...0xBF) && isContinuation(2) ? 3 : 0
        case 0xED: return isContinuation(1, 0x80...0x9F) && isContinuation(2) ? 3 : 0
        case 0xE1...0xEF: return isContinuation(1) && isContinuation(2) ? 3 : 0
        case 0xF0: return isContinuation(1, 0x90...0xBF) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xF1...0xF3: return isContinuation(1) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xF4: return isContinuation(1, 0x80...0x8F) && isContinuation(2) && isContinuation(3) ? 4 : 0
        default: return 0
        }
    }
}
