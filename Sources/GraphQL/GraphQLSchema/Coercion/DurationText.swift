/// The grammar of ISO 8601 durations: `P`, then days and smaller, largest first, the last with a fraction if need be.
enum DurationText {
    /// Limit: 64 bytes. Years and months are refused, because their length is not fixed.
    static func isDuration(_ text: [UInt8]) -> Bool {
        guard text.count <= 64 else { return false }
        var rest = (text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...])
        guard rest.popFirst() == UInt8(ascii: "P"), let last = rest.last, last | 0x20 > 0x60 else { return false }
        var designators: [UInt8] = [UInt8(ascii: "W"), UInt8(ascii: "D")]
        var inTime = false
        while let first = rest.first {
            if first == UInt8(ascii: "T"), !inTime {
                (inTime, designators) = (true, [UInt8(ascii: "H"), UInt8(ascii: "M"), UInt8(ascii: "S")])
                rest = rest.dropFirst()
                if rest.isEmpty { return false }
                continue
            }
            guard let next = component(rest, among: &designators) else { return false }
            rest = next
        }
        return true
    }

    /// What follows one `12D` or `1.5S`, with the larger designators used up.
    private static func component(_ text: ArraySlice<UInt8>, among designators: inout [UInt8]) -> ArraySlice<UInt8>? {
        let whole = text.prefix { $0 &- 0x30 < 10 }
        guard !whole.isEmpty else { return nil }
        var rest = text.dropFirst(whole.count)
        var isFraction = false
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { $0 &- 0x30 < 10 }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count + 1)
            isFraction = true
        }
        guard let designator = rest.popFirst(), let place = designators.firstIndex(of: designator) else { return nil }
        designators.removeFirst(place + 1)
        return isFraction && !rest.isEmpty ? nil : rest
    }
}
