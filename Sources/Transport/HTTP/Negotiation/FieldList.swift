/// Splits a field value at its commas, as RFC 9110 5.6.1 has it: quoted strings stay whole, empty elements are dropped.
package enum FieldList {
    /// Calls the body with each element, without the blanks around it.
    package static func forEachElement(
        of value: UnsafeBufferPointer<UInt8>, separator: UInt8 = 0x2c, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var start = 0
        var at = 0
        var isQuoted = false
        while at <= value.count {
            if at == value.count || !isQuoted && value[at] == separator {
                let element = trimmed(UnsafeBufferPointer(rebasing: value[start..<at]))
                if element.count > 0 { body(element) }
                start = at + 1
            } else if value[at] == 0x22 {
                isQuoted.toggle()
            } else if isQuoted, value[at] == 0x5c, at + 1 < value.count {
                at += 1
            }
            at += 1
        }
    }

    /// True when one element is the word, in any case; the word is given in lower case.
    package static func contains(_ word: StaticString, in value: UnsafeBufferPointer<UInt8>) -> Bool {
        var found = false
        forEachElement(of: value) { found = found || matchesIgnoringCase($0, word) }
        return found
    }

    /// The bytes without blanks and tabs at both ends.
    package static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }
}
