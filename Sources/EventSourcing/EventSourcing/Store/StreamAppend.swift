/// What an append does to one stream.
package struct StreamAppend: Hashable, Sendable {
    package let stream: StreamName
    package let expected: ExpectedVersion
    /// Empty when the stream is only guarded.
    package let events: [NewEvent]
    /// Whether the stream ends with these events: nobody reads it or appends to it again; the log keeps its events.
    package let closesStream: Bool

    package init(to stream: StreamName, expected: ExpectedVersion, events: [NewEvent], closesStream: Bool = false) {
        (self.stream, self.expected, self.events, self.closesStream) = (stream, expected, events, closesStream)
    }
}
