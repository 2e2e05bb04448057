/// Reads the parameters behind an element of `Accept` and its kin.
enum QualityValue {
    /// The weight in thousandths; 1000 when there is none, nil when it is malformed.
    ///
    /// Spec: RFC 9110 12.4.2: `q=` with at most three decimals, from 0 to 1.
    static func read(_ element: UnsafeBufferPointer<UInt8>) -> Int? {
        var weight: Int? = 1000
        var index = 0
        FieldList.forEachElement(of: element, separator: 0x3b) { part in
            defer { index += 1 }
            guard index > 0, part.count >= 2, lowercased(part[0]) == 0x71, part[1] == 0x3d else { return }
            weight = thousandths(UnsafeBufferPointer(rebasing: part[2...]))
        }
        return weight
    }

    private static func thousandths(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard (1...5).contains(text.count), text[0] == 0x30 || text[0] == 0x31 else { return nil }
        var result = Int(text[0] - 0x30) * 1000
        guard text.count > 1 else { return result }
        guard text[1] == 0x2e else { return nil }
        var unit = 100
        for byte in text[2...] {
            guard byte &- 0x30 < 10 else { return nil }
            result += Int(byte - 0x30) * unit
            unit /= 10
        }
        return result <= 1000 ? result : nil
    }

    /// What stands before the first semicolon.
    static func name(_ element: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let end = element.firstIndex(of: 0x3b) ?? element.count
        return FieldList.trimmed(UnsafeBufferPointer(rebasing: element[..<end]))
    }
}
