import ContextKit
import Cryptography
import EventSourcing
import Lifecycle
import Networking
import Prelude
import Redis

/// Tells the other nodes of a store what the projections of this one have changed, over a channel of Redis.
///
/// Messages are gathered while one is on its way. One that is lost shows in the numbers of the next; those who missed
/// it prove nothing of before. So nothing but speed depends on Redis.
// Safe because everything but the gathering happens on the client's loop.
package final class ChangeBroadcast: @unchecked Sendable {
    /// How often a node says where the read models that it keeps are, though nothing may have changed.
    package static let interval = Duration.seconds(1)

    fileprivate struct Gathered {
        var order: [ProjectionName] = []
        var told: [ProjectionName: ChangeMessage.Told] = [:]
        /// Where each read model that this node keeps was left.
        var last: [ProjectionName: ChangeMessage.Told] = [:]
        var isSending = false
        var isStopped = false
    }

    private let client: RedisClient
    private let channel: RedisWord
    /// Tells this node's messages from those of others.
    package let sender: [UInt8]
    private let rules: @Sendable (ProjectionName) -> UInt64?
    private let gathered = Lock(Gathered())
    private var number: UInt64 = 0

    /// What the channel of a store is called: nodes of other stores are not heard.
    package static func channel(secret: [UInt8]) throws(KeyFault) -> [UInt8] {
        let tag = try HMACKey(secret.span).tag(of: Array("changes".utf8).span)
        return Array("belvedere:1:changes:".utf8) + Base64.encode(Array(tag.prefix(18)).span, as: .url)
    }

    package init(
        _ client: RedisClient, channel: [UInt8], rules: @escaping @Sendable (ProjectionName) -> UInt64?
    ) {
        (self.client, self.channel, self.rules) = (client, RedisWord(channel), rules)
        sender = SecureRandom.bytes(16)
    }

    /// Takes what a projection of this node has just noted here; from any thread, quickly.
    package func tell(_ notice: ChangeNotice, _ tags: [ChangeTag]) {
        guard let rules = rules(notice.projection) else { return }
        let isTooMuch = tags.count > ChangeMessage.tagsMax
        let plain = ChangeNotice(
            generation: notice.generation, term: notice.term, after: isTooMuch ? notice.cursor : notice.after,
            cursor: notice.cursor)
        let told = ChangeMessage.Told(
            notice: plain, changedAt: notice.changedAt, tags: isTooMuch ? [] : tags, rules: rules)
        let mustSend = gathered.withLock { gathered in
            gathered.add(told)
            defer { gathered.isSending = true }
            return !gathered.isSending && !gathered.isStopped
        }
        if mustSend { client.loop.execute { self.send() } }
    }

    /// Says again where these read models are, so that nodes which know nothing of them begin to, and those that have
    /// missed the last message find out.
    package func remind(of models: Set<ProjectionName>) {
        let mustSend = gathered.withLock { gathered in
            gathered.last = gathered.last.filter { models.contains($0.key) }
            for told in gathered.last.values where gathered.told[told.notice.projection] == nil {
                let cursor = told.notice.cursor
                let here = ChangeNotice(
                    generation: told.notice.generation, term: told.notice.term, after: cursor, cursor: cursor)
                gathered.add(
                    ChangeMessage.Told(notice: here, changedAt: cursor.position, tags: [], rules: told.rules))
            }
            guard !gathered.told.isEmpty, !gathered.isSending, !gathered.isStopped else { return false }
            gathered.isSending = true
            return true
        }
        if mustSend { client.loop.execute { self.send() } }
    }

    package func stop() { gathered.withLock { $0.isStopped = true } }

    private func send() {
        let told = gathered.withLock { gathered in
            let told = gathered.order.prefix(ChangeMessage.noticesMax).compactMap { gathered.told[$0] }
            gathered.order.removeFirst(told.count)
            for one in told { gathered.told[one.notice.projection] = nil }
            gathered.isSending = !told.isEmpty
            return told
        }
        guard !told.isEmpty else { return }
        number &+= 1
        let message = ChangeMessage(sender: sender, number: number, told: told)
        // Why the outcome is not looked at: what was lost shows to those who miss it.
        client.send(RedisCommand("PUBLISH", channel, RedisWord(message.bytes))) { [weak self] _ in
            guard let self else { return }
            // Why later: a client without a connection answers at once, and would be asked for ever within one call.
            loop.later { self.send() }
        }
    }

    private var loop: EventLoop { client.loop }
}

extension ChangeBroadcast.Gathered {
    /// Puts a notice behind what is gathered of its read model, in one notice as long as they follow each other.
    fileprivate mutating func add(_ next: ChangeMessage.Told) {
        let name = next.notice.projection
        last[name] = next
        guard let waiting = told[name] else {
            order.append(name)
            told[name] = next
            return
        }
        told[name] = waiting.followed(by: next)
    }
}

extension ChangeMessage.Told {
    /// Both as one; where they do not follow each other, or are too much, as a beginning at the later one's end.
    func followed(by next: ChangeMessage.Told) -> ChangeMessage.Told {
        let (first, second) = (notice, next.notice)
        let follows =
            first.term == second.term && first.generation == second.generation
            && first.cursor.epoch == second.cursor.epoch
            && second.after.position <= first.cursor.position && tags.count + next.tags.count <= ChangeMessage.tagsMax
        guard follows else {
            let begin = ChangeNotice(
                generation: second.generation, term: second.term, after: second.cursor, cursor: second.cursor)
            return ChangeMessage.Told(
                notice: begin, changedAt: max(changedAt, next.changedAt), tags: [], rules: next.rules)
        }
        let both = ChangeNotice(
            generation: first.generation, term: first.term, after: first.after, cursor: second.cursor)
        return ChangeMessage.Told(
            notice: both, changedAt: max(changedAt, next.changedAt), tags: tags + next.tags, rules: next.rules)
    }
}
