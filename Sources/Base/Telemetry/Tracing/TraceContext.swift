import Prelude

/// Which trace and which span in it something belongs to, as the W3C `traceparent` header carries it.
package struct TraceContext: Sendable, Hashable, BitwiseCopyable {
    package let traceHigh: UInt64
    package let traceLow: UInt64
    package let span: UInt64
    package let isSampled: Bool

    package init(traceHigh: UInt64, traceLow: UInt64, span: UInt64, isSampled: Bool) {
        (self.traceHigh, self.traceLow) = (traceHigh, traceLow)
        (self.span, self.isSampled) = (span, isSampled)
    }

    /// Reads `00-<32 hex>-<16 hex>-<2 hex>`; anything else, and the identifiers of zeros, is nil.
    ///
    /// Spec: W3C Trace Context 3.2: digits are lower-case; version ff is invalid; a later version may append to this
    /// form after a dash.
    package init?(traceparent text: some Collection<UInt8>) {
        let bytes = Array(text)
        guard bytes.count >= 55, bytes[2] == Self.dash, bytes[35] == Self.dash, bytes[52] == Self.dash,
            let version = Self.number(bytes[0..<2]), version != 0xff,
            version == 0 ? bytes.count == 55 : bytes.count == 55 || bytes[55] == Self.dash,
            let high = Self.number(bytes[3..<19]), let low = Self.number(bytes[19..<35]),
            let span = Self.number(bytes[36..<52]), let flags = Self.number(bytes[53..<55]),
            high | low != 0, span != 0
        else { return nil }
        self.init(traceHigh: high, traceLow: low, span: span, isSampled: flags & 1 == 1)
    }

    /// The header's value.
    package var traceparent: String { "00-\(traceText)-\(spanText)-\(isSampled ? "01" : "00")" }

    /// The trace's identifier in 32 lower-case digits, as clients see it in errors.
    package var traceText: String { Self.text(traceHigh) + Self.text(traceLow) }

    package var spanText: String { Self.text(span) }

    /// The same trace with another span.
    package func child(_ span: UInt64) -> TraceContext {
        TraceContext(traceHigh: traceHigh, traceLow: traceLow, span: span, isSampled: isSampled)
    }

    static func text(_ word: UInt64) -> String {
        Hex.text((0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) })
    }

    private static let dash = UInt8(ascii: "-")

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: value = value << 4 | UInt64(digit - 0x57)
            default: return nil
            }
        }
        return value
    }
}
