/// Where the log begins and ends.
package struct LogHead: Hashable, Sendable {
    package let epoch: LogEpoch
    /// The last position, `start` for an empty log.
    package let position: GlobalPosition
    /// Positions up to here can no longer be read; reading from before it is `positionExpired`.
    package let expired: GlobalPosition

    package init(epoch: LogEpoch, position: GlobalPosition, expired: GlobalPosition = .start) {
        (self.epoch, self.position, self.expired) = (epoch, position, expired)
    }

    package var cursor: Cursor { Cursor(epoch: epoch, position: position) }
}
