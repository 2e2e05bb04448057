import EventSourcing
import Prelude

/// The stored form of where an event comes from: a byte that says what is there, then that; empty for nothing.
///
///     bit 0 actor: length, text │ 1 correlation: 16 bytes │ 2 causation: 16 bytes, ordinal (2) │ 3 trace: length, text
package enum OriginCodec {
    package static func encode(_ origin: CommandOrigin) -> [UInt8] {
        let bits: UInt8 =
            (origin.actor == nil ? 0 : 1) | (origin.correlation == nil ? 0 : 2) | (origin.causation == nil ? 0 : 4)
            | (origin.trace == nil ? 0 : 8)
        if bits == 0 { return [] }
        var bytes = [bits]
        if let actor = origin.actor { append(actor.text, to: &bytes) }
        if let correlation = origin.correlation { bytes += correlation.bytes }
        if let causation = origin.causation {
            bytes += causation.command.bytes
            bytes += [UInt8(causation.ordinal >> 8), UInt8(truncatingIfNeeded: causation.ordinal)]
        }
        if let trace = origin.trace { append(trace.text, to: &bytes) }
        return bytes
    }

    /// Nil for bytes that `encode` did not write.
    package static func decode(_ bytes: ArraySlice<UInt8>) -> CommandOrigin? {
        var origin = CommandOrigin()
        var rest = bytes
        guard let bits = rest.popFirst() else { return origin }
        guard bits < 16 else { return nil }
        if bits & 1 != 0 {
            guard let text = text(&rest), let actor = ActorID(text) else { return nil }
            origin.actor = actor
        }
        if bits & 2 != 0 {
            guard let id = CorrelationID(bytes: rest.prefix(16)) else { return nil }
            origin.correlation = id
            rest = rest.dropFirst(16)
        }
        if bits & 4 != 0 {
            guard let command = CommandID(bytes: rest.prefix(16)), rest.count >= 18 else { return nil }
            rest = rest.dropFirst(16)
            let ordinal = UInt16(rest[rest.startIndex]) << 8 | UInt16(rest[rest.startIndex + 1])
            origin.causation = EventID(command: command, ordinal: ordinal)
            rest = rest.dropFirst(2)
        }
        if bits & 8 != 0 {
            guard let text = text(&rest), let trace = TraceContext(text) else { return nil }
            origin.trace = trace
        }
        return rest.isEmpty ? origin : nil
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(clamping: text.utf8.count))
        bytes += text.utf8.prefix(255)
    }

    private static func text(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard let count = rest.popFirst(), rest.count >= Int(count) else { return nil }
        defer { rest = rest.dropFirst(Int(count)) }
        return String(decoding: rest.prefix(Int(count)), as: UTF8.self)
    }
}
