import JSON
import Prelude

/// Spans as the body of an OTLP/HTTP request (`POST /v1/traces`, `application/json`).
///
/// Spec: the JSON mapping of OTLP: identifiers in lower-case hex, 64-bit integers as strings, enumerations as numbers.
package enum SpanEncoding {
    /// `resource` describes the process, such as `["service.name": "belvedere"]`.
    package static func body(_ spans: [Span], resource: LogFields) -> [UInt8] {
        var writer = JSONWriter(capacity: 256 + spans.count * 384)
        writer.beginObject()
        writer.key("resourceSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("resource")
        writer.beginObject()
        append(resource, to: &writer)
        writer.endObject()
        writer.key("scopeSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("scope")
        writer.beginObject()
        writer.key("name")
        writer.string("belvedere")
        writer.endObject()
        writer.key("spans")
        writer.beginArray()
        for span in spans { append(span, to: &writer) }
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return writer.bytes()
    }

    private static func append(_ span: Span, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("traceId")
        writer.string(span.context.traceText)
        writer.key("spanId")
        writer.string(span.context.spanText)
        if span.parent != 0 {
            writer.key("parentSpanId")
            writer.string(TraceContext.text(span.parent))
        }
        writer.key("name")
        writer.string(LogText.cut(span.name).kept)
        writer.key("kind")
        writer.int(span.kind.rawValue)
        writer.key("startTimeUnixNano")
        writer.string(nanoseconds(span.start.microseconds))
        writer.key("endTimeUnixNano")
        writer.string(nanoseconds(span.end.microseconds))
        append(span.attributes, to: &writer)
        writer.key("status")
        writer.beginObject()
        switch span.outcome {
        case .unset: break
        case .ok:
            writer.key("code")
            writer.int(1)
        case .error(let message):
            writer.key("code")
            writer.int(2)
            writer.key("message")
            writer.string(LogText.cut(message).kept)
        }
        writer.endObject()
        writer.endObject()
    }

    /// Appends three zeros as text, so that no time can overflow.
    static func nanoseconds(_ microseconds: Int64) -> String {
        microseconds <= 0 ? "0" : "\(microseconds)000"
    }

    static func append(_ fields: LogFields, to writer: inout JSONWriter) {
        writer.key("attributes")
        writer.beginArray()
        for field in fields.list {
            writer.beginObject()
            writer.key("key")
            writer.string(field.name)
            writer.key("value")
            writer.beginObject()
            switch field.value {
            case .text(let text):
                writer.key("stringValue")
                writer.string(LogRedaction.isSecret(field.name) ? LogRedaction.replacement : LogText.cut(text).kept)
            case .int(let value):
                writer.key("intValue")
                writer.string("\(value)")
            case .double(let value):
                writer.key("doubleValue")
                if value.isFinite { writer.double(value) } else { writer.string("\(value)") }
            case .bool(let value):
                writer.key("boolValue")
                writer.bool(value)
            }
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
    }
}
