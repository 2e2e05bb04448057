import Prelude

/// One finished piece of work in a trace.
package struct Span: Sendable {
    /// The numbers are those of the OpenTelemetry protocol.
    package enum Kind: Int, Sendable {
        case `internal` = 1
        case server = 2
        case client = 3
        case producer = 4
        case consumer = 5
    }

    package enum Outcome: Sendable, Equatable {
        case unset
        case ok
        case error(String)
    }

    package var context: TraceContext
    /// The span that caused this one, zero for the first of a trace.
    package var parent: UInt64
    package var name: String
    package var kind: Kind
    package var start: Timestamp
    package var end: Timestamp
    package var attributes: LogFields
    package var outcome: Outcome

    package init(
        context: TraceContext, parent: UInt64 = 0, name: String, kind: Kind, start: Timestamp, end: Timestamp,
        attributes: LogFields = [:], outcome: Outcome = .unset
    ) {
        (self.context, self.parent, self.name, self.kind) = (context, parent, name, kind)
        (self.start, self.end, self.attributes, self.outcome) = (start, end, attributes, outcome)
    }
}

/// Takes finished spans.
package protocol SpanSink: Sendable {
    /// Must return quickly; spans of traces that are not sampled are ignored.
    func record(_ span: Span)
}

/// Records nothing.
package struct NoSpanSink: SpanSink {
    package init() {}
    package func record(_ span: Span) {}
}
