import EventSourcing
import Networking

/// The subscriptions of one event loop. Those with equal operations share one reading of the log, one execution and
/// one encoding per event.
///
/// A subscription begins by itself, because it may have to catch up; once it is at the end of the log it joins the
/// channel of its operation, or becomes it. Positions make the change exact: a member that joins has seen everything
/// up to its cursor and is given only what comes after it.
// Safe because every member is used on the loop only.
final class LiveHub: @unchecked Sendable {
    let loop: EventLoop
    let tailer: Tailer
    let limits: LiveLimits
    private var channels: [LiveOperation.Identity: LiveChannel] = [:]
    private(set) var subscriptionCount = 0

    init(loop: EventLoop, tailer: Tailer, limits: LiveLimits) {
        (self.loop, self.tailer, self.limits) = (loop, tailer, limits)
    }

    var channelCount: Int { channels.count }

    /// Begins a subscription; the sink is told everything else.
    func subscribe(
        _ operation: LiveOperation, seat: consuming LiveSeat, expires: (@Sendable () -> Bool)?, sink: any LiveSink
    ) -> LiveMember {
        subscriptionCount += 1
        let member = LiveMember(operation, seat: seat, isExpired: expires, sink: sink, hub: self)
        member.begin()
        return member
    }

    func ended() { subscriptionCount -= 1 }

    /// Puts a member that has caught up into the channel of its operation.
    func join(_ member: LiveMember, at cursor: Cursor) {
        let key = member.operation.identity
        if let channel = channels[key] { return channel.add(member, after: cursor) }
        let channel = LiveChannel(member.operation, after: cursor, hub: self)
        channels[key] = channel
        channel.add(member, after: cursor)
        channel.start()
    }

    func remove(_ channel: LiveChannel) {
        if channels[channel.operation.identity] === channel { channels[channel.operation.identity] = nil }
    }
}
