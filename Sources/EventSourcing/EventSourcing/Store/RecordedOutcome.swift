/// What a command did to the log, kept for as long as the command may be repeated.
package struct RecordedOutcome: Hashable, Sendable {
    package let request: RequestHash
    package let epoch: LogEpoch
    /// The position of its last event, or the head of the log when a command without events was recorded.
    package let position: GlobalPosition
    /// Its events are the `eventCount` positions up to `position`.
    package let eventCount: Int
    /// The version of each stream of the append afterwards, in the order of the append.
    package let versions: [StreamVersion]
    package let data: [UInt8]

    package init(
        request: RequestHash, epoch: LogEpoch, position: GlobalPosition, eventCount: Int, versions: [StreamVersion],
        data: [UInt8]
    ) {
        (self.request, self.epoch, self.position) = (request, epoch, position)
        (self.eventCount, self.versions, self.data) = (eventCount, versions, data)
    }

    package var cursor: Cursor { Cursor(epoch: epoch, position: position) }

    /// The positions of its events, none if it made none.
    package var positions: [GlobalPosition] {
        (0..<eventCount).map { position.advanced(by: $0 - eventCount + 1) }
    }
}
