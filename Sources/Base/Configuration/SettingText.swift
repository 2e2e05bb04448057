/// Reads values strictly: what is not exactly of the form is an error that says the form.
enum SettingText {
    static func integer(_ text: String, in range: ClosedRange<Int>) throws(SettingProblem) -> Int {
        guard let value = digits(text.utf8[...]) else { throw SettingProblem("must be a whole number") }
        guard range.contains(value) else {
            throw SettingProblem("must lie between \(range.lowerBound) and \(range.upperBound)")
        }
        return value
    }

    static func size(_ text: String, in range: ClosedRange<Int>) throws(SettingProblem) -> Int {
        let (value, unit) = try number(text, "must be a size such as 65536, 64KiB or 1MiB")
        let factor: Int? =
            switch unit {
            case "", "B": 1
            case "KiB": 1 << 10
            case "MiB": 1 << 20
            case "GiB": 1 << 30
            default: nil
            }
        guard let factor else { throw SettingProblem("has the unit \(unit); sizes end in B, KiB, MiB or GiB") }
        let (bytes, overflows) = value.multipliedReportingOverflow(by: factor)
        guard !overflows, range.contains(bytes) else {
            throw SettingProblem("must lie between \(range.lowerBound) and \(range.upperBound) bytes")
        }
        return bytes
    }

    static func duration(_ text: String, in range: ClosedRange<Duration>) throws(SettingProblem) -> Duration {
        let (value, unit) = try number(text, "must be a duration such as 250ms, 10s, 5m or 2h")
        let milliseconds: Int? =
            switch unit {
            case "" where value == 0: 1
            case "ms": 1
            case "s": 1000
            case "m": 60_000
            case "h": 3_600_000
            case "d": 86_400_000
            default: nil
            }
        guard let milliseconds else {
            throw SettingProblem(
                unit.isEmpty
                    ? "needs a unit: ms, s, m, h or d" : "has the unit \(unit); durations end in ms, s, m, h or d")
        }
        let (product, overflows) = value.multipliedReportingOverflow(by: milliseconds)
        guard !overflows, range.contains(.milliseconds(product)) else {
            throw SettingProblem("must lie between \(range.lowerBound) and \(range.upperBound)")
        }
        return .milliseconds(product)
    }

    static func flag(_ text: String) throws(SettingProblem) -> Bool {
        switch text {
        case "true": return true
        case "false": return false
        default: throw SettingProblem("must be true or false")
        }
    }

    static func number(_ text: String, in range: ClosedRange<Double>) throws(SettingProblem) -> Double {
        let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard isDecimal, let value = Double(text) else { throw SettingProblem("must be a decimal number") }
        guard range.contains(value) else {
            throw SettingProblem("must lie between \(range.lowerBound) and \(range.upperBound)")
        }
        return value
    }

    static func plain(_ text: String) throws(SettingProblem) -> String? {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw SettingProblem("must not hold control characters")
        }
        return text.isEmpty ? nil : text
    }

    static func list(_ text: String) throws(SettingProblem) -> [String] {
        guard let text = try plain(text) else { return [] }
        var items: [String] = []
        for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let item = part.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
            guard !item.isEmpty else { throw SettingProblem("must not have empty items between its commas") }
            items.append(String(decoding: Array(item), as: UTF8.self))
        }
        return items
    }

    private static func number(_ text: String, _ form: String) throws(SettingProblem) -> (Int, String) {
        let end = text.utf8.firstIndex { !(0x30...0x39).contains($0) } ?? text.utf8.endIndex
        guard let value = digits(text.utf8[..<end]) else { throw SettingProblem(form) }
        return (value, String(decoding: Array(text.utf8[end...]), as: UTF8.self))
    }

    private static func digits(_ text: Substring.UTF8View) -> Int? {
        var value = 0
        guard !text.isEmpty else { return nil }
        for byte in text {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = product.addingReportingOverflow(Int(byte - 0x30))
            if overflows || overflowsToo { return nil }
            value = sum
        }
        return value
    }
}
