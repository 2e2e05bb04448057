import Chat
import EventSourcing
import EventSourcingTesting
import Testing

/// Who may do what in which chat: every role and membership against every command and state of the chat, as one table.
struct AuthorisationMatrixTests {
    /// Who asks.
    enum Asker: String, CaseIterable {
        case owner, admin, member, former, stranger

        var actor: ActorID { ActorID(validated: rawValue) }
    }

    enum State: String, CaseIterable {
        case absent, active, archived, direct
    }

    /// A command of each kind, on somebody or something that makes the role alone decide.
    enum Attempt: String, CaseIterable {
        case updateChat, archiveChat, addMember, addAdmin, removeMember, removeAdmin, leave, giveRole
        case bindChannel, unbindChannel, send, editOwn, editOthers, deleteOwn, deleteOthers, read, mute
    }

    /// One line for each attempt: what owner, admin, member, former member and stranger are answered in an active
    /// group. `+` takes effect, `a` NOT_ALLOWED, `u` UNKNOWN_CHAT, `w` NOT_AUTHOR, `l` LAST_OWNER.
    private static let inActive: [Attempt: String] = [
        .updateChat: "++auu", .archiveChat: "++auu", .addMember: "++auu", .addAdmin: "+aauu", .removeMember: "++auu",
        .removeAdmin: "+aauu", .leave: "l++uu", .giveRole: "+aauu", .bindChannel: "++auu", .unbindChannel: "++auu",
        .send: "+++uu", .editOwn: "+++uu", .editOthers: "wwwuu", .deleteOwn: "+++uu", .deleteOthers: "++wuu",
        .read: "+++uu", .mute: "+++uu",
    ]

    /// What a chat that is over or direct answers its participants instead.
    private static func answer(to attempt: Attempt, of asker: Asker, in state: State) -> Character {
        let inActive = Array(inActive[attempt] ?? "?????")[Asker.allCases.firstIndex(of: asker) ?? 0]
        switch state {
        case .active: return inActive
        case .absent: return "u"
        case .archived:
            if inActive == "u" || [.read, .mute].contains(attempt) { return inActive }
            // Why also the last owner: nobody is kept in what is over.
            if attempt == .leave { return "+" }
            if attempt == .archiveChat { return inActive == "+" ? "0" : inActive }
            return "x"
        case .direct:
            // Why both are members there: nobody owns a direct chat.
            if inActive == "u" || asker == .admin { return "u" }
            switch attempt {
            case .updateChat, .addMember, .addAdmin, .removeMember, .removeAdmin, .leave, .giveRole, .bindChannel,
                .unbindChannel:
                return "d"
            case .archiveChat, .send, .editOwn, .deleteOwn, .read, .mute: return "+"
            case .editOthers, .deleteOthers: return "w"
            }
        }
    }

    private static let cells = State.allCases.flatMap { state in
        Attempt.allCases.flatMap { attempt in Asker.allCases.map { (state, attempt, $0) } }
    }

    @Test(arguments: cells)
    func `each cell is as the table says`(_ state: State, _ attempt: Attempt, _ asker: Asker) throws {
        let cell: Comment = "\(asker.rawValue) \(attempt.rawValue) in a chat that is \(state.rawValue)"
        let answer = Self.outcome(of: attempt, by: asker, in: Self.history(state))
        #expect(answer == Self.answer(to: attempt, of: asker, in: state), cell)
    }

    @Test func `the table has every attempt`() {
        #expect(Set(Self.inActive.keys) == Set(Attempt.allCases))
        #expect(Self.cells.count == 340)
    }

    private static func history(_ state: State) -> [ConversationEvent] {
        let people: [Participant] = [
            Participant("owner", .owner), Participant("admin", .admin), Participant("member", .member),
            Participant("former", .member), Participant("bob", .member), Participant("ada", .admin),
        ]
        let group = [
            ChatFixture.created(.group, people), ChatFixture.removed("former"),
            .channelBound(ExternalChannelBound(chat: "c", ChatFixture.telegram)),
        ]
        switch state {
        case .absent: return []
        case .active: return group
        case .archived: return group + [ChatFixture.archived]
        case .direct:
            return [ChatFixture.created(.direct, [Participant("owner", .member), Participant("member", .member)])]
        }
    }

    private static func outcome(
        of attempt: Attempt, by asker: Asker, in history: [ConversationEvent]
    ) -> Character {
        let (me, chat) = (asker.rawValue, ChatFixture.chat(as: asker.actor).given(history))
        let other = ExternalChannel(channel: "telegram", externalID: "other")
        switch attempt {
        case .updateChat: return letter(chat.when(UpdateChat(chat: "c", title: "U", history: nil)))
        case .archiveChat: return letter(chat.when(ArchiveChat(chat: "c")))
        case .addMember: return letter(chat.when(AddParticipant(chat: "c", user: "new", role: .member)))
        case .addAdmin: return letter(chat.when(AddParticipant(chat: "c", user: "new", role: .admin)))
        case .removeMember: return letter(chat.when(RemoveParticipant(chat: "c", user: "bob")))
        case .removeAdmin: return letter(chat.when(RemoveParticipant(chat: "c", user: "ada")))
        case .leave: return letter(chat.when(RemoveParticipant(chat: "c", user: me)))
        case .giveRole: return letter(chat.when(UpdateParticipantRole(chat: "c", user: "bob", role: .admin)))
        case .bindChannel: return letter(chat.when(BindExternalChannel(chat: "c", channel: other)))
        case .unbindChannel:
            return letter(chat.when(UnbindExternalChannel(chat: "c", channel: ChatFixture.telegram)))
        case .send:
            let send = SendMessage(chat: "c", message: "m", said: MessageContent("x"), replyTo: nil)
            return letter(ChatFixture.message(as: asker.actor).when(send, beside: history))
        case .editOwn, .editOthers:
            let sent = ChatFixture.sent(by: attempt == .editOwn ? asker.actor : "bob")
            let edit = EditMessage(chat: "c", message: "m", text: "y")
            return letter(ChatFixture.message(as: asker.actor).given(sent).when(edit, beside: history))
        case .deleteOwn, .deleteOthers:
            let sent = ChatFixture.sent(by: attempt == .deleteOwn ? asker.actor : "bob")
            let delete = DeleteMessage(chat: "c", message: "m")
            return letter(ChatFixture.message(as: asker.actor).given(sent).when(delete, beside: history))
        case .read:
            let read = MarkMessagesAsRead(chat: "c", user: asker.actor, upTo: 1, head: 9)
            return letter(ChatFixture.mark(as: asker.actor).when(read, beside: history))
        case .mute:
            let mute = MuteChat(chat: "c", user: asker.actor, isMuted: true)
            return letter(ChatFixture.mark(as: asker.actor).when(mute, beside: history))
        }
    }

    private static func letter<Event>(_ result: Result<[Event], ChatRefusal>) -> Character {
        switch result {
        case .success(let events): events.isEmpty ? "0" : "+"
        case .failure(.notAllowed): "a"
        case .failure(.notAuthor): "w"
        case .failure(.lastOwner): "l"
        case .failure(.archived): "x"
        case .failure(.directChat): "d"
        case .failure(.unknownChat): "u"
        case .failure: "?"
        }
    }
}
