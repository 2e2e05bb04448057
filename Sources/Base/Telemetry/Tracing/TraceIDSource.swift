import Prelude

/// Makes identifiers of traces and spans, and decides which new traces are recorded.
///
/// Why not the system's generator for each: identifiers need to be unlikely to meet, not secret.
package final class TraceIDSource: Sendable {
    private let state: Lock<UInt64>
    private let sampledBelow: UInt64

    /// `ratio` of the traces that begin here is recorded; one that arrives keeps its caller's decision.
    package init(ratio: Double = 1, seed: UInt64 = .random(in: .min ... .max)) {
        state = Lock(seed)
        sampledBelow = ratio >= 1 ? .max : ratio > 0 ? UInt64(ratio * 0x1p64) : 0
    }

    /// A new trace with its first span.
    package func newTrace() -> TraceContext {
        let (high, low, span) = state.withLock { (Self.next(&$0), Self.next(&$0), Self.next(&$0)) }
        return TraceContext(
            traceHigh: high, traceLow: low, span: span, isSampled: low < sampledBelow || sampledBelow == .max)
    }

    /// The caller's trace with a new span if the header is valid, a new trace if not.
    package func join(_ caller: TraceContext?) -> TraceContext { caller.map { $0.child(newSpan()) } ?? newTrace() }

    package func newSpan() -> UInt64 { state.withLock { Self.next(&$0) } }

    /// SplitMix64; never zero, which would be an invalid identifier.
    private static func next(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        z ^= z >> 31
        return z == 0 ? 1 : z
    }
}
