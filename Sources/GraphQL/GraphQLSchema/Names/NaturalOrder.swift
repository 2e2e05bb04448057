/// The order people expect of names with numbers in them: `a2` before `a10`.
package enum NaturalOrder {
    package static func isBefore(_ left: String, _ right: String) -> Bool {
        let (left, right) = (parts(left), parts(right))
        for (one, other) in zip(left, right) where one != other { return isBefore(one, other) }
        return left.count < right.count
    }

    /// Texts and runs of digits in turn, beginning with a possibly empty text.
    private static func parts(_ text: String) -> [ArraySlice<UInt8>] {
        let bytes = Array(text.utf8)
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var inDigits = false
        for index in bytes.indices where isDigit(bytes[index]) != inDigits {
            parts.append(bytes[start..<index])
            (start, inDigits) = (index, !inDigits)
        }
        parts.append(bytes[start...])
        if inDigits { parts.append([]) }
        return parts
    }

    /// Digits compare by value, then by spelling; all else by bytes.
    private static func isBefore(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        if let one = left.first, let other = right.first, isDigit(one), isDigit(other) {
            let (short, long) = (left.drop { $0 == UInt8(ascii: "0") }, right.drop { $0 == UInt8(ascii: "0") })
            if short.count != long.count { return short.count < long.count }
            if short != long { return short.lexicographicallyPrecedes(long) }
        }
        return left.lexicographicallyPrecedes(right)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
