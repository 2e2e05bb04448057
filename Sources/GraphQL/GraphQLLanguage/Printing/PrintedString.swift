/// How a string value is written in GraphQL, quoted or as a block.
package enum PrintedString {
    /// A quoted string; control characters, the quote and the backslash are escaped.
    package static func appendQuoted(_ value: some Collection<UInt8>, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        var lead: UInt8 = 0
        for byte in value {
            // Why: U+0080 to U+009F are C2 80 to C2 9F, so that one byte must be kept back.
            if lead == 0xC2 {
                if byte < 0xA0 { appendCode(byte, to: &output) } else { output += [lead, byte] }
            } else if byte != 0xC2 {
                appendQuoted(byte, to: &output)
            }
            lead = lead == 0xC2 ? 0 : byte
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func appendQuoted(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
        case 0x08: output += [UInt8(ascii: "\\"), UInt8(ascii: "b")]
        case 0x09: output += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
        case 0x0A: output += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        case 0x0C: output += [UInt8(ascii: "\\"), UInt8(ascii: "f")]
        case 0x0D: output += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
        case 0x00...0x1F, 0x7F: appendCode(byte, to: &output)
        default: output.append(byte)
        }
    }

    private static func appendCode(_ byte: UInt8, to output: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        output += Array("\\u00".utf8)
        output += [digits[Int(byte >> 4)], digits[Int(byte & 0x0F)]]
    }

    /// A block string, with its lines set off from the quotes where that keeps the value or helps the reader.
    ///
    /// The newlines are bare: whoever indents the block adds the indentation behind each.
    package static func block(_ value: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        let lines = value.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let isSingleLine = lines.count == 1
        let startsBlank: (ArraySlice<UInt8>) -> Bool = { $0.first.map { $0 == 0x20 || $0 == 0x09 } ?? false }
        let forcesLeadingNewline = !isSingleLine && lines.dropFirst().allSatisfy { $0.isEmpty || startsBlank($0) }
        let escaped = escapingTripleQuotes(value)
        let endsInTripleQuotes = escaped.ends(in: [UInt8(ascii: "\\"), quote, quote, quote])
        let forcesTrailingNewline =
            (value.last == quote && !endsInTripleQuotes) || value.last == UInt8(ascii: "\\")
        let codePoints = value.count { $0 & 0xC0 != 0x80 }
        let isMultiline =
            !isSingleLine || codePoints > 70 || forcesTrailingNewline || forcesLeadingNewline || endsInTripleQuotes
        let skipsLeadingNewline = isSingleLine && startsBlank(value[...])

        var output = [quote, quote, quote]
        if (isMultiline && !skipsLeadingNewline) || forcesLeadingNewline { output.append(UInt8(ascii: "\n")) }
        output += escaped
        if isMultiline || forcesTrailingNewline { output.append(UInt8(ascii: "\n")) }
        return output + [quote, quote, quote]
    }

    private static func escapingTripleQuotes(_ value: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        var escaped: [UInt8] = []
        escaped.reserveCapacity(value.count)
        var index = 0
        while index < value.count {
            if index + 2 < value.count, value[index] == quote, value[index + 1] == quote, value[index + 2] == quote {
                escaped += [UInt8(ascii: "\\"), quote, quote, quote]
                index += 3
            } else {
                escaped.append(value[index])
                index += 1
            }
        }
        return escaped
    }
}

extension [UInt8] {
    fileprivate func ends(in suffix: [UInt8]) -> Bool { self.suffix(suffix.count).elementsEqual(suffix) }
}
