/// Reads the binary form of `numeric`: digits of base 10,000, a weight of the first, a sign and a scale for display.
enum PostgresNumeric {
    private static let negative: UInt16 = 0x4000

    /// The decimal text that the server would print; nil for a form that is not one.
    static func text(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard bytes.count >= 8 else { return nil }
        let count = Int(word(bytes, 0))
        let weight = Int(Int16(bitPattern: word(bytes, 1)))
        let sign = word(bytes, 2)
        let scale = Int(word(bytes, 3))
        guard bytes.count == 8 + count * 2, scale <= 16_383 else { return nil }
        switch sign {
        case 0, negative: break
        case 0xC000: return Array("NaN".utf8)
        case 0xD000: return Array("Infinity".utf8)
        case 0xF000: return Array("-Infinity".utf8)
        case _: return nil
        }
        var output: [UInt8] = sign == negative ? [UInt8(ascii: "-")] : []
        /// The group of four digits that stands for 10,000 to this power.
        func group(_ power: Int) -> UInt16 {
            let index = weight - power
            return index >= 0 && index < count ? min(word(bytes, 4 + index), 9_999) : 0
        }
        if weight < 0 { output.append(UInt8(ascii: "0")) }
        for power in stride(from: weight, through: 0, by: -1) {
            let digits = four(group(power))
            output += power == weight ? Array(trimmed(digits)) : digits
        }
        guard scale > 0 else { return output }
        output.append(UInt8(ascii: "."))
        var written = 0
        var power = -1
        while written < scale {
            let digits = four(group(power)).prefix(scale - written)
            output += digits
            written += digits.count
            power -= 1
        }
        return output
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt16 {
        UInt16(bytes[index * 2]) << 8 | UInt16(bytes[index * 2 + 1])
    }

    private static func four(_ group: UInt16) -> [UInt8] {
        [group / 1_000, group / 100 % 10, group / 10 % 10, group % 10].map { UInt8(ascii: "0") + UInt8($0) }
    }

    private static func trimmed(_ digits: [UInt8]) -> ArraySlice<UInt8> {
        let rest = digits.drop { $0 == UInt8(ascii: "0") }
        return rest.isEmpty ? digits.suffix(1) : rest
    }
}
