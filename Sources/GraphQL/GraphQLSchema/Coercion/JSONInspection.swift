import JSON

/// Shows a JSON value in a message as the reference implementation's Python does: `{'name': 'a', 'tags': [...]}`.
///
/// Limit: two levels, ten items a list, 240 characters a string, 2,000 in all; the rest is elided.
package enum JSONInspection {
    private static let depthMax = 2
    private static let itemsMax = 10
    private static let charactersMax = 240
    /// Why: fifty faults may show the same large value.
    private static let allCharactersMax = 2_000

    package static func text(_ index: JSONDocument.Index, in json: JSONDocument) -> String {
        let text = text(index, json, depth: 0)
        guard text.utf8.count > allCharactersMax, text.unicodeScalars.count > allCharactersMax else { return text }
        return String(text.unicodeScalars.prefix(allCharactersMax)) + "..."
    }

    private static func text(_ index: JSONDocument.Index, _ json: JSONDocument, depth: Int) -> String {
        switch json.kind(index) {
        case .null: return "None"
        case .true: return "True"
        case .false: return "False"
        case .integer:
            let digits = String(decoding: json.bytes(index), as: UTF8.self)
            return shortened(digits == "-0" ? "0" : digits)
        case .decimal: return json.double(index).map(number) ?? ""
        case .string, .escapedString: return shortened(quoted(json.string(index) ?? ""))
        case .array:
            let items = Array(json.items(index))
            if items.isEmpty { return "[]" }
            guard depth < depthMax else { return "[...]" }
            return "[\(elided(items.map { item in { text(item, json, depth: depth + 1) } }))]"
        case .object:
            let members = members(index, json)
            if members.isEmpty { return "{}" }
            guard depth < depthMax else { return "{...}" }
            return "{"
                + elided(
                    members.map { key, value in
                        { shortened(quoted(json.string(key) ?? "")) + ": " + text(value, json, depth: depth + 1) }
                    }) + "}"
        }
    }

    /// The members, a repeated one in its first place with its last value.
    private static func members(
        _ index: JSONDocument.Index, _ json: JSONDocument
    ) -> [(key: JSONDocument.Index, value: JSONDocument.Index)] {
        var places: [ArraySlice<UInt8>: Int] = [:]
        var members: [(key: JSONDocument.Index, value: JSONDocument.Index)] = []
        for member in json.members(index) {
            if let place = places[json.bytes(member.key)] {
                members[place].value = member.value
            } else {
                places[json.bytes(member.key)] = members.count
                members.append(member)
            }
        }
        return members
    }

    private static func elided(_ items: [() -> String]) -> String {
        guard items.count > itemsMax else { return items.map { $0() }.joined(separator: ", ") }
        let head = items.prefix(itemsMax / 2).map { $0() }
        let tail = items.suffix(itemsMax / 2 - 1).map { $0() }
        return (head + ["..."] + tail).joined(separator: ", ")
    }

    /// A double as Python writes it: `1.0`, `1e+16`, `inf`.
    package static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        var writer = JSONWriter(capacity: 64)
        writer.putDouble(value)
        return String(decoding: writer.bytes(), as: UTF8.self)
    }

    /// The text, or its beginning and end if it is too long.
    package static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > charactersMax else { return text }
        let head = (charactersMax - 3) / 2
        return String(scalars.prefix(head)) + "..." + String(scalars.suffix(charactersMax - 3 - head))
    }

    /// Python's `repr` of a string.
    package static func quoted(_ text: String) -> String {
        let quote: Unicode.Scalar =
            text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
        var out = String.UnicodeScalarView([quote])
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\": out += ["\\", scalar]
            case "\n": out += ["\\", "n"]
            case "\r": out += ["\\", "r"]
            case "\t": out += ["\\", "t"]
            default:
                if isPrintable(scalar) { out.append(scalar) } else { out += escape(scalar.value).unicodeScalars }
            }
        }
        out.append(quote)
        return String(out)
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

    private static func escape(_ code: UInt32) -> String {
        let (prefix, width) = code < 0x100 ? ("\\x", 2) : code < 0x10000 ? ("\\u", 4) : ("\\U", 8)
        let digits = String(code, radix: 16)
        return prefix + String(repeating: "0", count: width - digits.count) + digits
    }
}
