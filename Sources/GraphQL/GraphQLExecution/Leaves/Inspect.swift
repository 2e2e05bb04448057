import JSON

/// Shows values in messages the way the reference implementation does, so that messages can be compared.
///
/// Limit: texts of 240 characters, lists of ten items, two levels; longer ones lose their middle.
enum Inspect {
    private static let depthMax = 2
    private static let itemsMax = 10
    private static let textMax = 240

    static func text(_ document: JSONDocument, _ node: JSONDocument.Index) -> String {
        text(document, node, depth: 0)
    }

    private static func text(_ document: JSONDocument, _ node: JSONDocument.Index, depth: Int) -> String {
        switch document.kind(node) {
        case .null: return "None"
        case .true: return "True"
        case .false: return "False"
        case .integer:
            let digits = String(decoding: document.bytes(node), as: UTF8.self)
            return shortened(digits == "-0" ? "0" : digits)
        case .decimal: return number(document.double(node) ?? .nan)
        case .string, .escapedString: return string(document.bytes(node))
        case .array:
            let items = Array(document.items(node))
            if items.isEmpty { return "[]" }
            guard depth < depthMax else { return "[...]" }
            let shown = abridged(items).map { item -> String in
                guard let item else { return "..." }
                return text(document, item, depth: depth + 1)
            }
            return "[\(shown.joined(separator: ", "))]"
        case .object:
            let members = Array(document.members(node))
            if members.isEmpty { return "{}" }
            guard depth < depthMax else { return "{...}" }
            var shown: [String] = []
            for member in abridged(members) {
                guard let member else {
                    shown.append("...")
                    continue
                }
                let value = text(document, member.value, depth: depth + 1)
                shown.append(string(document.bytes(member.key)) + ": " + value)
            }
            let inside = shown.joined(separator: ", ")
            return "{" + inside + "}"
        }
    }

    /// The items, or the first five, a gap and the last four.
    private static func abridged<Item>(_ items: [Item]) -> [Item?] {
        guard items.count > itemsMax else { return items }
        var shown: [Item?] = items.prefix(itemsMax / 2).map { $0 }
        shown.append(nil)
        for item in items.suffix(itemsMax / 2 - 1) { shown.append(item) }
        return shown
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        var writer = JSONWriter(capacity: 64)
        writer.putDouble(value)
        return String(decoding: writer.bytes(), as: UTF8.self)
    }

    /// In single quotes, or in double quotes if it holds single ones only.
    static func string(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let quote: Unicode.Scalar =
            text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
        var shown = String.UnicodeScalarView()
        shown.append(quote)
        for scalar in text.unicodeScalars { append(scalar, quote: quote, to: &shown) }
        shown.append(quote)
        return shortened(String(shown))
    }

    private static func append(
        _ scalar: Unicode.Scalar, quote: Unicode.Scalar, to shown: inout String.UnicodeScalarView
    ) {
        switch scalar {
        case quote, "\\": shown.append(contentsOf: ["\\", scalar])
        case "\n": shown.append(contentsOf: "\\n".unicodeScalars)
        case "\r": shown.append(contentsOf: "\\r".unicodeScalars)
        case "\t": shown.append(contentsOf: "\\t".unicodeScalars)
        default:
            if isPrintable(scalar) {
                shown.append(scalar)
            } else {
                let digits = String(scalar.value, radix: 16)
                let (mark, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
                let zeros = String(repeating: "0", count: width - digits.count)
                shown.append(contentsOf: "\\\(mark)\(zeros)\(digits)".unicodeScalars)
            }
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return false
        default: return true
        }
    }

    static func shortened(_ text: String) -> String {
        guard text.unicodeScalars.count > textMax else { return text }
        let head = (textMax - 3) / 2
        return String(text.unicodeScalars.prefix(head)) + "..." + String(text.unicodeScalars.suffix(textMax - 3 - head))
    }
}
