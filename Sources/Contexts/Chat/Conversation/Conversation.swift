import EventSourcing

/// One chat: what it is, who is in it in which role, and which channels elsewhere it is bound to.
///
/// Why messages are no part of it: each is a stream of its own, whose commands consult this one. Then a chat of a
/// million messages is decided on as fast as a new one, and people who write at once do not wait for each other.
package struct Conversation: Aggregate, Equatable {
    package typealias Event = ConversationEvent
    package typealias Refusal = ChatRefusal

    package static let category: StreamCategory = "chat.chat"
    package static let codec = ConversationEvent.codec
    /// Limit: people in one chat; each message changes the lists of all of them.
    package static let participantsMax = 1_000
    /// Limit: channels elsewhere that one chat is bound to.
    package static let channelsMax = 20

    /// Nil before the chat begins.
    package internal(set) var kind: ChatKind?
    package internal(set) var title: String?
    /// The company that a company chat belongs to.
    package internal(set) var company: String?
    package internal(set) var history = ChatHistory.full
    package internal(set) var isArchived = false
    package internal(set) var roles: [ActorID: ChatRole] = [:]
    package internal(set) var channels: Set<ExternalChannel> = []

    package init() {}

    package mutating func apply(_ event: ConversationEvent) {
        switch event {
        case .created(let created):
            (kind, title, history) = (created.kind, created.title, created.history)
            company = created.company
            for participant in created.participants { roles[participant.user] = participant.role }
        case .updated(let updated):
            title = updated.title ?? title
            history = updated.history ?? history
        case .archived: isArchived = true
        case .participantAdded(let added): roles[added.participant.user] = added.participant.role
        case .participantRemoved(let removed): roles.removeValue(forKey: removed.user)
        case .roleChanged(let changed): roles[changed.participant.user] = changed.participant.role
        case .channelBound(let bound): channels.insert(bound.channel)
        case .channelUnbound(let unbound): channels.remove(unbound.channel)
        }
    }

    /// What the caller is in the chat. Whoever is nothing there is not told whether there is one: the ids of direct
    /// chats can be guessed.
    package func role(of caller: Caller) throws(ChatRefusal) -> ChatRole {
        guard kind != nil, let actor = caller.actor, let role = roles[actor] else { throw .unknownChat }
        return role
    }

    /// The same in a chat that still goes on.
    package func activeRole(of caller: Caller) throws(ChatRefusal) -> ChatRole {
        let role = try role(of: caller)
        guard !isArchived else { throw .archived }
        return role
    }

    /// The same for what only those who manage a chat may do, and nobody in a direct chat.
    package func managingRole(of caller: Caller) throws(ChatRefusal) -> ChatRole {
        let role = try activeRole(of: caller)
        guard kind != .direct else { throw .directChat }
        guard role.manages else { throw .notAllowed }
        return role
    }

    /// Whether nobody else could take over.
    package func isLastOwner(_ user: ActorID) -> Bool {
        roles[user] == .owner && !roles.contains { $0.key != user && $0.value == .owner }
    }
}
