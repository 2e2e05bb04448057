import Chat
import EventSourcing
import Lifecycle
import Prelude

/// Writes the chats of a plan into the log: groups and direct chats, what is said, edited, answered and deleted in
/// them, and how far everybody has read.
///
/// Why not a command each: see `DemoUsage`. Every event is still what the command decides on the state as it is.
package struct DemoChats: Sendable {
    private let store: any EventStore
    private let tenant: TenantID
    private let clock: any Clock
    /// Limit: appends that are sent to the store at once.
    private static let appendsMax = 16
    private static let minute: Int64 = 60_000_000

    package init(_ store: any EventStore, tenant: TenantID, clock: any Clock) {
        (self.store, self.tenant, self.clock) = (store, tenant, clock)
    }

    private struct Room {
        let id: String
        let people: [ActorID]
        var state: Conversation
        /// The last message, for answers.
        var last: String?
    }

    /// Appends what is not there yet; `progress` is told how many messages are.
    package func write(_ plan: ChatPlan, progress: (Int) -> Void) async throws {
        var random = DemoRandom(seed: plan.seed)
        let end = clock.wallTime
        var out = Outgoing(plan)
        var rooms: [Room] = []
        var known: Set<String> = []
        let beginning = end.advanced(microseconds: -40 * 1_440 * Self.minute)
        for place in 0..<plan.chats {
            let (room, stream, events) = try begin(place, plan, &random, at: beginning)
            // Why passed over: two people have one direct chat.
            guard known.insert(room.id).inserted else { continue }
            rooms.append(room)
            out.add(stream, events)
            if out.isFull { try await send(&out) }
        }
        let span = 30 * 1_440 * Self.minute
        for number in 0..<plan.messages {
            let at = end.advanced(microseconds: -span + span / Int64(max(1, plan.messages)) * Int64(number))
            let place = random.skewed(below: rooms.count)
            let (stream, events) = try say(number, in: &rooms[place], &random, at: at)
            out.add(stream, events)
            if out.isFull {
                try await send(&out)
                progress(number + 1)
            }
        }
        try await send(&out)
        try await read(rooms, plan, &random, &out)
        progress(plan.messages)
    }

    // MARK: What happens

    private func begin(
        _ place: Int, _ plan: ChatPlan, _ random: inout DemoRandom, at moment: Timestamp
    ) throws -> (Room, StreamName, [NewEvent]) {
        let first = random.skewed(below: plan.people)
        var people = [first]
        let isDirect = random.chance(200) && plan.people > 50
        let count = isDirect ? 2 : 2 + random.skewed(below: min(plan.people, ChatPlan.groupMax) - 1)
        while people.count < count {
            let other = random.below(plan.people)
            if !people.contains(other) { people.append(other) }
        }
        let names = people.map { ChatPlan.person($0) }
        let actors = names.compactMap { ActorID($0) }
        let id = isDirect ? CreateChat.directID(names[0], names[1]) : "demo-\(plan.seed)-\(place)"
        let create = CreateChat(
            chat: id, kind: isDirect ? .direct : .group,
            title: isDirect ? nil : "\(ChatPlan.titles[random.below(ChatPlan.titles.count)]) \(place + 1)",
            history: random.chance(150) ? .sinceJoining : .full, members: Array(names.dropFirst()))
        guard create.violations().isEmpty else { throw DemoUsage.Failure.refused("a chat") }
        let events = try create.decide(Conversation(), caller(actors[0], at: moment)).events
        let room = Room(id: id, people: actors, state: .folded(events))
        return (room, create.stream, events.map { Conversation.codec.encode($0) })
    }

    private func say(
        _ number: Int, in room: inout Room, _ random: inout DemoRandom, at moment: Timestamp
    ) throws -> (StreamName, [NewEvent]) {
        let sender = room.people[random.skewed(below: room.people.count)]
        let id = SendMessage.messageID("demo-\(number)", from: sender.text, in: room.id)
        let reply = random.chance(60) ? room.last : nil
        let send = SendMessage(
            chat: room.id, message: id, said: MessageContent(text(&random)), replyTo: reply)
        guard send.violations().isEmpty else { throw DemoUsage.Failure.refused("a message") }
        var message = Message()
        var events: [MessageEvent] = []
        func add(_ decided: [MessageEvent]) {
            for event in decided { message.apply(event) }
            events += decided
        }
        add(try send.decide(message, consulting: room.state, caller(sender, at: moment)).events)
        if random.chance(40) {
            let edit = EditMessage(chat: room.id, message: id, text: text(&random))
            let later = moment.advanced(microseconds: Self.minute)
            add(try edit.decide(message, consulting: room.state, caller(sender, at: later)).events)
        }
        if random.chance(15) {
            let delete = DeleteMessage(chat: room.id, message: id)
            add(try delete.decide(message, consulting: room.state, caller(sender, at: moment)).events)
        }
        room.last = id
        return (send.stream, events.map { Message.codec.encode($0) })
    }

    /// Most have read everything, some are behind.
    private func read(
        _ rooms: [Room], _ plan: ChatPlan, _ random: inout DemoRandom, _ out: inout Outgoing
    ) async throws {
        let head = try await store.head().position.number
        guard head > 0 else { return }
        for room in rooms {
            for person in room.people where random.chance(700) {
                let upTo = random.chance(800) ? head : 1 + Int64(random.below(Int(head)))
                let mark = MarkMessagesAsRead(chat: room.id, user: person, upTo: upTo, head: head)
                let events = try mark.decide(
                    ReadMark(), consulting: room.state, caller(person, at: clock.wallTime)
                ).events
                out.add(mark.stream, events.map { ReadMark.codec.encode($0) })
                if out.isFull { try await send(&out) }
            }
        }
        try await send(&out)
    }

    private func text(_ random: inout DemoRandom) -> String {
        (0..<(1 + random.size(around: 6))).prefix(60).map { _ in ChatPlan.words[random.below(ChatPlan.words.count)] }
            .joined(separator: " ")
    }

    private func caller(_ actor: ActorID, at moment: Timestamp) -> Circumstances {
        Circumstances(
            now: moment, tenant: tenant, command: .derived(from: "demo-chats"), caller: Caller(actor: actor),
            version: .empty)
    }

    // MARK: Into the log

    /// What waits to be appended, in appends of as many streams as one may have.
    private struct Outgoing {
        let plan: ChatPlan
        var streams: [StreamAppend] = []
        var sent = 0

        init(_ plan: ChatPlan) { self.plan = plan }

        var isFull: Bool { streams.count >= EventStoreLimits.streamsPerAppendMax * DemoChats.appendsMax }

        mutating func add(_ stream: StreamName, _ events: [NewEvent]) {
            streams.append(StreamAppend(to: stream, expected: .none, events: events))
        }
    }

    private func send(_ out: inout Outgoing) async throws {
        var batch: [Append] = []
        for start in stride(from: 0, to: out.streams.count, by: EventStoreLimits.streamsPerAppendMax) {
            let part = out.streams[start..<min(start + EventStoreLimits.streamsPerAppendMax, out.streams.count)]
            let plan = out.plan
            batch.append(
                Append(
                    tenant: tenant,
                    command: .derived(
                        from: "demo-chats", "\(plan.seed)", "\(plan.chats)", "\(plan.messages)", "\(plan.people)",
                        "\(out.sent)"),
                    request: RequestHash(of: Array("demo-chats".utf8)), origin: CommandOrigin(actor: "demo"),
                    streams: Array(part)))
            out.sent += 1
        }
        out.streams = []
        guard !batch.isEmpty else { return }
        for result in try await store.append(batch) {
            switch result {
            case .appended, .duplicate: break
            case .commandIDReused, .conflict, .streamClosed:
                throw DemoUsage.Failure.refused("a chat of another plan has its id; take another --seed")
            }
        }
    }
}
