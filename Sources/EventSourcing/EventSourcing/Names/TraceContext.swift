/// The W3C `traceparent` text that led to an event, kept so that a trace can be followed across the log.
package struct TraceContext: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
}
