/// Writes server-sent events.
///
/// Spec: WHATWG HTML 9.2.6. A payload is cut at LF, CR and CR LF alike, because each of them ends a line.
package enum EventStreamEncoder {
    /// Appends one event; an `id` or `event` that could start a line of its own is left out.
    package static func append(
        event: StaticString? = nil, id: [UInt8]? = nil, data: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]
    ) {
        if let id, !id.contains(where: { $0 == 0x0a || $0 == 0x0d || $0 == 0 }) {
            output.append(literal: "id: ")
            output += id
            output.append(0x0a)
        }
        if let event, !event.bytes.contains(where: { $0 == 0x0a || $0 == 0x0d }) {
            output.append(literal: "event: ")
            output.append(literal: event)
            output.append(0x0a)
        }
        appendLines(data, to: &output)
        output.append(0x0a)
    }

    /// Appends a comment, which keeps the way open and is no event.
    package static func appendHeartbeat(to output: inout [UInt8]) { output.append(literal: ":\n\n") }

    /// Appends how long a client should wait before it connects again.
    package static func appendRetry(milliseconds: Int, to output: inout [UInt8]) {
        output.append(literal: "retry: ")
        output.appendDecimal(milliseconds)
        output.append(literal: "\n\n")
    }

    private static func appendLines(_ data: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var start = 0
        var at = 0
        while at < data.count {
            let byte = data[at]
            if byte == 0x0a || byte == 0x0d {
                appendLine(UnsafeBufferPointer(rebasing: data[start..<at]), to: &output)
                if byte == 0x0d, at + 1 < data.count, data[at + 1] == 0x0a { at += 1 }
                start = at + 1
            }
            at += 1
        }
        appendLine(UnsafeBufferPointer(rebasing: data[start..<data.count]), to: &output)
    }

    private static func appendLine(_ line: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        output.append(literal: "data: ")
        output.append(contentsOf: line)
        output.append(0x0a)
    }
}
