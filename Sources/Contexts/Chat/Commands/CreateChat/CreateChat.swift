import EventSourcing
import Prelude

/// Begins a chat with its first people; who begins it owns it, but nobody owns a direct chat.
package struct CreateChat: ConsultingCommand, Equatable {
    package typealias Subject = Conversation
    package typealias Consulted = ChatOpener

    /// What the ids of direct chats begin with, and no others may: they follow from two people, and nobody else may
    /// take one before them.
    package static let directPrefix = "direct-"

    package static let name = "chat.create-chat"
    package let chat: String
    package let kind: ChatKind
    package let title: String?
    package let company: String?
    package let history: ChatHistory
    /// Who is in it beside the one who begins it.
    package let members: [String]
    /// Whose chats are counted; nil counts nobody's.
    package let opener: ActorID?
    /// Who is in the company of a company chat.
    package let standing: CompanyStanding?

    package init(
        chat: String, kind: ChatKind, title: String? = nil, company: String? = nil, history: ChatHistory = .full,
        members: [String], by opener: ActorID? = nil, _ standing: CompanyStanding? = nil
    ) {
        (self.chat, self.kind, self.title, self.company) = (chat, kind, title, company)
        (self.history, self.members, self.opener, self.standing) = (history, members, opener, standing)
    }

    /// The id of the one direct chat that two people can have, whoever of them begins it.
    package static func directID(_ one: String, _ other: String) -> String {
        let pair = [one, other].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return directPrefix + CommandID.derived(from: "chat.direct", pair[0], pair[1]).description
    }

    package var stream: StreamName { ChatInput.chat(chat) }
    package var consulted: StreamName? { opener.flatMap(ChatOpener.stream) }
    package var content: [UInt8] {
        Array(
            ([kind.rawValue, history.rawValue, title ?? "", company ?? ""] + members).joined(separator: "\u{0}").utf8)
    }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        var found = ChatInput.check(id: chat, at: "id")
        if kind != .direct, chat.utf8.starts(with: Self.directPrefix.utf8) {
            found.append(
                InputViolation(
                    "id", code: "RESERVED", "An `id` that begins with \(Self.directPrefix) is a direct chat's."))
        }
        if let title { found += ChatInput.check(title: title) }
        if let company { found += ChatInput.check(id: company, at: "companyId") }
        if let wrong = members.first(where: { !ActorID.isValid($0) }) {
            found += ChatInput.check(user: wrong, at: "members")
        }
        if members.count >= Conversation.participantsMax {
            found.append(
                InputViolation(
                    "members", code: "TOO_MANY", "A chat has at most \(Conversation.participantsMax) participants."))
        }
        return found + violationsOfKind
    }

    private var violationsOfKind: [InputViolation] {
        var found: [InputViolation] = []
        if kind == .direct, members.count != 1 {
            found.append(InputViolation("members", code: "NOT_ONE", "A direct chat is with one other person."))
        }
        if kind == .direct, title != nil {
            found.append(InputViolation("title", code: "NOT_ALLOWED", "A direct chat has no title."))
        }
        if kind != .direct, title == nil {
            found.append(InputViolation("title", code: "EMPTY", "Give the chat a `title`."))
        }
        if (kind == .company) != (company != nil) {
            found.append(
                InputViolation("companyId", code: "NOT_FITTING", "Company chats have a `companyId`, others have none."))
        }
        return found
    }

    package func decide(
        _ state: Conversation, consulting begun: ChatOpener, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Conversation> {
        guard let actor = circumstances.caller.actor else { throw .unknownChat }
        if kind == .direct, state.kind == .direct, state.roles[actor] != nil { return .nothing }
        guard state.kind == nil else { throw .chatExists }
        var participants = [Participant(actor, kind == .direct ? .member : .owner)]
        for member in members.compactMap({ ActorID($0) }) where !participants.contains(where: { $0.user == member }) {
            participants.append(Participant(member, .member))
        }
        if kind == .direct, participants.count != 2 { throw .directChat }
        var others: [StreamAppend] = []
        if let consulted {
            let day = circumstances.now.microseconds / 86_400_000_000
            guard begun.mayBegin(on: day) else { throw .tooManyChats }
            others.append(
                StreamAppend(to: consulted, expected: .any, events: [ChatOpener.codec.encode(ChatBegun(day: day))]))
        }
        if let company {
            others.append(try CompanyStanding.proof(that: participants.map(\.user), areIn: company, standing))
        }
        let created = ChatCreated(
            chat: chat, kind: kind, title: title, company: company, history: history, participants: participants)
        return Decision([.created(created)], others: others)
    }

    /// The only further stream is the company's.
    package func refusal(for conflict: StreamConflict) -> ChatRefusal? { .companyChanged }
}
