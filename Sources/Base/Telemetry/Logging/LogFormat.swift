import JSON
import Prelude

/// How a record becomes a line.
package enum LogFormat: Sendable {
    /// One JSON object a line, for machines.
    case json
    /// Aligned text with colours, for a person at a terminal.
    case pretty(hasColours: Bool)

    /// Limit: fields of one record; the rest are counted in `fields_dropped`.
    static let fieldsMax = 32

    package func line(_ record: LogRecord) -> [UInt8] {
        switch self {
        case .json: Self.jsonLine(record)
        case .pretty(let hasColours): Self.prettyLine(record, hasColours: hasColours)
        }
    }

    private static func jsonLine(_ record: LogRecord) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("ts")
        writer.string(time(record.time)[...])
        writer.key("level")
        writer.string(record.level.word)
        writer.key("module")
        writer.string(record.module)
        writer.key("msg")
        append(record.message, to: &writer)
        if let trace = record.trace {
            writer.key("trace_id")
            writer.string(trace.traceText)
            writer.key("span_id")
            writer.string(trace.spanText)
        }
        for field in record.fields.list.prefix(fieldsMax) {
            writer.key(reserved.contains(field.name) ? "field_\(field.name)" : field.name)
            append(field, to: &writer)
        }
        if record.fields.list.count > fieldsMax {
            writer.key("fields_dropped")
            writer.int(record.fields.list.count - fieldsMax)
        }
        writer.endObject()
        writer.put(UInt8(ascii: "\n"))
        return writer.bytes()
    }

    /// Names that the line itself uses, so that a field cannot pose as one of them.
    private static let reserved: Set<String> = [
        "ts", "level", "module", "msg", "trace_id", "span_id", "fields_dropped",
    ]

    private static func append(_ field: (name: String, value: LogValue), to writer: inout JSONWriter) {
        switch field.value {
        case .text(let text): append(LogRedaction.isSecret(field.name) ? LogRedaction.replacement : text, to: &writer)
        case .int(let value): writer.int(value)
        case .double(let value): if value.isFinite { writer.double(value) } else { writer.string("\(value)") }
        case .bool(let value): writer.bool(value)
        }
    }

    private static func append(_ text: String, to writer: inout JSONWriter) {
        let (kept, dropped) = LogText.cut(text)
        writer.string(dropped == 0 ? kept : "\(kept)… (\(dropped) bytes more)")
    }

    private static func prettyLine(_ record: LogRecord, hasColours: Bool) -> [UInt8] {
        let style = hasColours ? Style(record.level) : Style.plain
        var line = Array(time(record.time)[11..<23])
        line += Array(" \(style.level)\(padded(record.level.word, 7))\(style.reset) ".utf8)
        line += Array("\(style.dim)\(padded(record.module, 12))\(style.reset) ".utf8)
        appendCut(record.message, to: &line)
        for field in record.fields.list.prefix(fieldsMax) {
            line += Array("  \(style.dim)".utf8)
            LogText.appendVisible(field.name, to: &line)
            line += Array("=\(style.reset)".utf8)
            switch field.value {
            case .text(let text):
                appendCut(LogRedaction.isSecret(field.name) ? LogRedaction.replacement : text, to: &line)
            case .int(let value): line += Array("\(value)".utf8)
            case .double(let value): line += Array("\(value)".utf8)
            case .bool(let value): line += Array("\(value)".utf8)
            }
        }
        if let trace = record.trace { line += Array("  \(style.dim)trace=\(trace.traceText)\(style.reset)".utf8) }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private static func appendCut(_ text: String, to line: inout [UInt8]) {
        let (kept, dropped) = LogText.cut(text)
        LogText.appendVisible(kept, to: &line)
        if dropped > 0 { line += Array("… (\(dropped) bytes more)".utf8) }
    }

    /// RFC 3339 with six decimals always, so that lines sort and align.
    private static func time(_ moment: Timestamp) -> [UInt8] {
        var bytes: [UInt8] = []
        TimeText.append(moment, to: &bytes)
        guard bytes.last == UInt8(ascii: "Z") else { return bytes }
        bytes.removeLast()
        if bytes.count == 19 { bytes.append(UInt8(ascii: ".")) }
        while bytes.count < 26 { bytes.append(UInt8(ascii: "0")) }
        bytes.append(UInt8(ascii: "Z"))
        return bytes
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.utf8.count, 0))
    }

    private struct Style {
        var level = ""
        var dim = ""
        var reset = ""

        static let plain = Style()

        private init() {}

        init(_ level: LogLevel) {
            (dim, reset) = ("\u{1b}[2m", "\u{1b}[0m")
            self.level =
                switch level {
                case .trace, .debug: "\u{1b}[2m"
                case .info: "\u{1b}[32m"
                case .warning: "\u{1b}[33m"
                case .error: "\u{1b}[1;31m"
                }
        }
    }
}
