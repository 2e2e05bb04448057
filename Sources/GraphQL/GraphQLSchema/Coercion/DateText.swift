/// The grammar of RFC 3339 dates and times, with days that exist.
enum DateText {
    /// `2026-11-20T08:43:21.5Z` or with an offset such as `+01:00`; up to nine digits of a second.
    static func isDateTime(_ text: [UInt8]) -> Bool {
        guard text.count >= 20, isDate(text[..<10]), text[10] | 0x20 == UInt8(ascii: "t"), isClock(text[11..<19]) else {
            return false
        }
        var rest = text[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
            guard (1...9).contains(digits.count) else { return false }
            rest = rest.dropFirst(digits.count + 1)
        }
        if rest.count == 1 { return rest.first.map { $0 | 0x20 } == UInt8(ascii: "z") }
        guard rest.count == 6, let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
            return false
        }
        let offset = Array(rest.dropFirst())
        guard let hours = number(offset[..<2]), let minutes = number(offset[3...]) else { return false }
        return offset[2] == UInt8(ascii: ":") && hours < 24 && minutes < 60
    }

    /// `2026-11-20`.
    static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        let text = Array(text)
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = number(text[..<4]), let month = number(text[5..<7]), let day = number(text[8...]),
            (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        return (1...days).contains(day)
    }

    /// `08:43:21`, with the leap second that RFC 3339 allows.
    private static func isClock(_ text: ArraySlice<UInt8>) -> Bool {
        let text = Array(text)
        guard text[2] == UInt8(ascii: ":"), text[5] == UInt8(ascii: ":"), let hours = number(text[..<2]),
            let minutes = number(text[3..<5]), let seconds = number(text[6...])
        else { return false }
        return hours < 24 && minutes < 60 && seconds <= 60
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.allSatisfy { $0 &- 0x30 < 10 } ? digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) } : nil
    }
}
