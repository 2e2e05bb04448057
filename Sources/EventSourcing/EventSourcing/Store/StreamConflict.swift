/// Why an append lost, with what the command had not seen, so that deciding again needs no further read.
package struct StreamConflict: Hashable, Sendable {
    package let stream: StreamName
    package let expected: ExpectedVersion
    package let actual: StreamVersion
    /// The events after an exact expected version, oldest first, at most `missedEventsMax` of them.
    ///
    /// Events of the same batch that are not committed yet may be left out; `isComplete` is then false.
    package let missed: [RecordedEvent]

    package init(stream: StreamName, expected: ExpectedVersion, actual: StreamVersion, missed: [RecordedEvent]) {
        (self.stream, self.expected, self.actual, self.missed) = (stream, expected, actual, missed)
    }

    /// Whether `missed` reaches from the expected to the actual version.
    package var isComplete: Bool {
        guard case .exact(let version) = expected, version <= actual else { return false }
        return Int64(missed.count) == actual.number - version.number
    }
}
