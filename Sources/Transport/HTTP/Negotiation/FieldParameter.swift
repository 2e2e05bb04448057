/// Finds `name=value` behind the first semicolon of a field value.
package enum FieldParameter {
    /// The value of the parameter, its quotes and escapes taken off; nil when it is not there.
    ///
    /// Spec: RFC 9110 5.6.6 and 5.6.4. The name is given in lower case.
    package static func find(_ lowercase: StaticString, in value: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var found: [UInt8]?
        var index = 0
        FieldList.forEachElement(of: value, separator: 0x3b) { part in
            defer { index += 1 }
            guard found == nil, index > 0, let equals = part.firstIndex(of: 0x3d),
                matchesIgnoringCase(UnsafeBufferPointer(rebasing: part[..<equals]), lowercase)
            else { return }
            found = unquoted(UnsafeBufferPointer(rebasing: part[(equals + 1)...]))
        }
        return found
    }

    private static func unquoted(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard text.count >= 2, text.first == 0x22, text.last == 0x22 else { return [UInt8](text) }
        var result: [UInt8] = []
        var isEscaped = false
        for byte in text[1..<(text.count - 1)] {
            if byte == 0x5c, !isEscaped {
                isEscaped = true
            } else {
                result.append(byte)
                isEscaped = false
            }
        }
        return result
    }
}
