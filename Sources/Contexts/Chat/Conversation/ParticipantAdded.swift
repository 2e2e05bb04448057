import EventSourcing
import JSON

/// Somebody came into a chat.
package struct ParticipantAdded: EventPayload, Equatable {
    package static let name: EventName = "chat.participant-added.1"
    package let chat: String
    package let participant: Participant
    /// What they see of the time before, so that whoever follows the log need not know the chat. Events that do not
    /// tell are read as if they saw nothing of it.
    package let history: ChatHistory

    package init(chat: String, _ participant: Participant, history: ChatHistory) {
        (self.chat, self.participant, self.history) = (chat, participant, history)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        participant = try Participant(body)
        history = body.has("history") ? try body.one("history") : .sinceJoining
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        participant.write(to: &body)
        body.member("history", history)
    }
}

/// Somebody left a chat or was taken out of it; the event's actor says which.
package struct ParticipantRemoved: EventPayload, Equatable {
    package static let name: EventName = "chat.participant-removed.1"
    package let chat: String
    package let user: ActorID

    package init(chat: String, user: ActorID) { (self.chat, self.user) = (chat, user) }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        user = try body.actor("user")
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        body.member("user", user)
    }
}

/// Somebody in a chat got another role.
package struct ParticipantRoleChanged: EventPayload, Equatable {
    package static let name: EventName = "chat.participant-role-changed.1"
    package let chat: String
    package let participant: Participant

    package init(chat: String, _ participant: Participant) { (self.chat, self.participant) = (chat, participant) }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        participant = try Participant(body)
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        participant.write(to: &body)
    }
}
