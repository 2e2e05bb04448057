/// The configuration and its table as people read them.
package enum ConfigurationText {
    private static let redacted = "[redacted]"

    /// `name = value` lines, with the origin of each if wanted; secrets are never shown.
    package static func listing(_ configuration: Configuration, withOrigins: Bool) -> String {
        let rows = zip(configuration.table.keys, configuration.entries).map { key, entry in
            let value = entry.text.map { key.isSecret ? redacted : $0 } ?? "[unset]"
            return (text: "\(key.name) = \(value)", origin: entry.origin)
        }
        guard withOrigins else { return rows.map { $0.text + "\n" }.joined() }
        let width = min(rows.map(\.text.utf8.count).max() ?? 0, 60)
        return rows.map { row in
            row.text + String(repeating: " ", count: max(width - row.text.utf8.count, 0)) + "  # \(row.origin)\n"
        }.joined()
    }

    /// The reference: one table a group of keys, in Markdown.
    package static func reference(_ table: ConfigurationTable) -> String {
        var text = ""
        var group = ""
        for key in table.keys {
            let own = String(decoding: key.name.utf8.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
            if own != group {
                text += "\(group.isEmpty ? "" : "\n")## `\(own)`\n\n"
                text += "| key | default | value | meaning |\n|---|---|---|---|\n"
                group = own
            }
            let marks = (key.isSecret ? " Secret." : "") + (key.isReloadable ? " Reloadable." : "")
            let standard = key.standard.map { $0.isEmpty ? "–" : "`\($0)`" } ?? "–"
            text += "| `\(key.name)` | \(standard) | \(escaped(key.form)) | \(escaped(key.summary))\(marks) |\n"
        }
        return text
    }

    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: "|") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
