import Chat
import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

struct ConversationTests {
    private let created = ChatFixture.created()
    private func chat(as actor: ActorID = "ann") -> Scenario<Conversation> { ChatFixture.chat(as: actor) }

    @Test func `who begins a chat owns it, and nobody is in it twice`() {
        let create = CreateChat(chat: "c", kind: .group, title: "T", members: ["bob", "ann", "bob"])
        let expected = ChatFixture.created(.group, [Participant("ann", .owner), Participant("bob", .member)])
        #expect(chat().when(create) == .success([expected]))
        #expect(chat().given(created).when(create) == .failure(.chatExists))
    }

    @Test func `two people have one direct chat, whoever begins it`() {
        #expect(CreateChat.directID("ann", "bob") == CreateChat.directID("bob", "ann"))
        #expect(CreateChat.directID("ann", "bob") != CreateChat.directID("ann", "bo"))
        let create = CreateChat(chat: "c", kind: .direct, members: ["bob"])
        #expect(chat().when(create) == .success([ChatFixture.direct]))
        let again = CreateChat(chat: "c", kind: .direct, members: ["ann"])
        #expect(chat(as: "bob").given(ChatFixture.direct).when(again) == .success([]))
        #expect(chat(as: "eve").given(ChatFixture.direct).when(again) == .failure(.chatExists))
        #expect(chat().when(CreateChat(chat: "c", kind: .direct, members: ["ann"])) == .failure(.directChat))
    }

    @Test func `those who manage a chat change it`() {
        let update = UpdateChat(chat: "c", title: "U", history: .sinceJoining)
        let updated = ConversationEvent.updated(ChatUpdated(chat: "c", title: "U", history: .sinceJoining))
        #expect(chat().when(update) == .failure(.unknownChat))
        #expect(chat(as: "ada").given(created).when(update) == .success([updated]))
        #expect(chat().given(created, updated).when(update) == .success([]))
        #expect(chat(as: "bob").given(created).when(update) == .failure(.notAllowed))
        #expect(chat(as: "eve").given(created).when(update) == .failure(.unknownChat))
        #expect(chat().given(created, ChatFixture.archived).when(update) == .failure(.archived))
        #expect(chat().given(ChatFixture.direct).when(update) == .failure(.directChat))
    }

    @Test func `a chat is archived once, a direct one by either of its two`() {
        let archive = ArchiveChat(chat: "c")
        #expect(chat().when(archive) == .failure(.unknownChat))
        #expect(chat(as: "ada").given(created).when(archive) == .success([ChatFixture.archived]))
        #expect(chat(as: "bob").given(created).when(archive) == .failure(.notAllowed))
        #expect(chat().given(created, ChatFixture.archived).when(archive) == .success([]))
        #expect(chat(as: "bob").given(ChatFixture.direct).when(archive) == .success([ChatFixture.archived]))
    }

    @Test func `people come in with a role below that of who brings them`() {
        let add = AddParticipant(chat: "c", user: "dan", role: .member)
        #expect(chat(as: "ada").given(created).when(add) == .success([ChatFixture.added("dan")]))
        let admin = AddParticipant(chat: "c", user: "dan", role: .admin)
        #expect(chat().given(created).when(admin) == .success([ChatFixture.added("dan", .admin)]))
        #expect(chat(as: "ada").given(created).when(admin) == .failure(.notAllowed))
        #expect(chat(as: "bob").given(created).when(add) == .failure(.notAllowed))
        #expect(chat().given(ChatFixture.direct).when(add) == .failure(.directChat))
        let bob = AddParticipant(chat: "c", user: "bob", role: .member)
        #expect(chat().given(created).when(bob) == .failure(.alreadyParticipant))
        #expect(
            chat().given(created, ChatFixture.removed("bob")).when(bob) == .success([ChatFixture.added("bob")]))
    }

    @Test func `a chat holds no more people than its limit`() {
        let crowd =
            [Participant("ann", .owner)]
            + (1..<Conversation.participantsMax).map { Participant(ActorID(validated: "u\($0)"), .member) }
        let full = ChatFixture.created(.group, crowd)
        let add = AddParticipant(chat: "c", user: "dan", role: .member)
        #expect(chat().given(full).when(add) == .failure(.chatFull))
        #expect(chat().given(full, ChatFixture.removed("u1")).when(add) == .success([ChatFixture.added("dan")]))
    }

    @Test func `people leave, or are taken out by who is above them`() {
        let bob = RemoveParticipant(chat: "c", user: "bob")
        #expect(chat(as: "bob").given(created).when(bob) == .success([ChatFixture.removed("bob")]))
        #expect(chat(as: "ada").given(created).when(bob) == .success([ChatFixture.removed("bob")]))
        #expect(chat(as: "cy").given(created).when(bob) == .failure(.notAllowed))
        #expect(chat(as: "cy").given(ChatFixture.direct).when(bob) == .failure(.unknownChat))
        #expect(chat().given(ChatFixture.direct).when(bob) == .failure(.directChat))
        let ann = RemoveParticipant(chat: "c", user: "ann")
        #expect(chat(as: "ada").given(created).when(ann) == .failure(.notAllowed))
        let dan = RemoveParticipant(chat: "c", user: "dan")
        #expect(chat().given(created).when(dan) == .failure(.unknownParticipant))
    }

    @Test func `who is in a chat that is over may leave it, and takes nobody else out`() {
        let over = chat(as: "bob").given(created, ChatFixture.archived)
        let bob = RemoveParticipant(chat: "c", user: "bob")
        #expect(over.when(bob) == .success([ChatFixture.removed("bob")]))
        #expect(chat().given(created, ChatFixture.archived).when(bob) == .failure(.archived))
    }

    @Test func `nobody but its two people takes the id of a direct chat`() {
        let id = CreateChat.directID("ann", "bob")
        #expect(id == CreateChat.directID("bob", "ann"))
        #expect(id.utf8.count <= 48)
        let squat = CreateChat(chat: id, kind: .group, title: "T", members: [])
        #expect(squat.violations().map(\.code) == ["RESERVED"])
        #expect(CreateChat(chat: id, kind: .direct, members: ["bob"]).violations().isEmpty)
    }

    @Test func `a person begins so many chats a day`() throws {
        let day = ChatFixture.now.microseconds / 86_400_000_000
        let create = CreateChat(chat: "c", kind: .group, title: "T", members: [], by: "ann")
        let begun = [ChatBegun](repeating: ChatBegun(day: day), count: Int(ChatOpener.chatsPerDay) - 1)
        let last = try chat().decision(on: create, beside: begun).get()
        #expect(last.others.map(\.stream.text) == ["chat.opener:ann"])
        #expect(last.others.map(\.events.count) == [1])
        #expect(chat().when(create, beside: begun + [ChatBegun(day: day)]) == .failure(.tooManyChats))
        let earlier = begun + [ChatBegun(day: day - 1)]
        #expect(throws: Never.self) { try chat().decision(on: create, beside: earlier).get() }
        #expect(chat().given(created).when(create, beside: begun + begun) == .failure(.chatExists))
    }

    @Test func `only members of its company come into a company chat, as it is when they come`() throws {
        let stream = StreamName(stored: "companies.company:acme", categoryBytes: 17)
        func standing(_ members: Set<ActorID>, of company: String = "acme") -> CompanyStanding {
            CompanyStanding(company: company, members: members, stream: stream, version: StreamVersion(7))
        }
        func create(_ standing: CompanyStanding?) -> CreateChat {
            CreateChat(
                chat: "c", kind: .company, title: "T", company: "acme", members: ["bob"], standing)
        }
        let proof = StreamAppend(to: stream, expected: .exact(StreamVersion(7)), events: [])
        #expect(try chat().decision(on: create(standing(["ann", "bob"]))).get().others == [proof])
        for wrong in [nil, standing(["ann"]), standing(["bob"]), standing(["ann", "bob"], of: "other")] {
            #expect(chat().when(create(wrong)) == .failure(.notInCompany))
        }
        let company = ChatFixture.created(.company)
        let add = { AddParticipant(chat: "c", user: "dan", role: .member, $0) }
        #expect(try chat().given(company).decision(on: add(standing(["dan"]))).get().others == [proof])
        #expect(chat().given(company).when(add(nil)) == .failure(.notInCompany))
        #expect(chat().given(company).when(add(standing(["ann"]))) == .failure(.notInCompany))
        let conflict = StreamConflict(
            stream: stream, expected: .exact(StreamVersion(7)), actual: StreamVersion(8), missed: [])
        #expect(add(nil).refusal(for: conflict) == .companyChanged)
        #expect(create(nil).refusal(for: conflict) == .companyChanged)
    }

    @Test func `who leaves a company leaves its chats, and what they owned has another owner`() {
        let company = ChatFixture.created(.company)
        let system = Scenario(Conversation.self, caller: .system("company-chats"))
        func leave(_ user: ActorID, _ company: String = "acme") -> LeaveWithCompany {
            LeaveWithCompany(chat: "c", user: user, company: company)
        }
        let promoted = ConversationEvent.roleChanged(ParticipantRoleChanged(chat: "c", Participant("ada", .owner)))
        #expect(system.given(company).when(leave("bob")) == .success([ChatFixture.removed("bob")]))
        #expect(system.given(company).when(leave("ann")) == .success([promoted, ChatFixture.removed("ann")]))
        #expect(system.given(company, ChatFixture.removed("bob")).when(leave("bob")) == .success([]))
        #expect(system.given(company).when(leave("bob", "other")) == .success([]))
        #expect(system.given(created).when(leave("bob")) == .success([]))
        #expect(
            system.given(company, ChatFixture.archived).when(leave("bob")) == .success([ChatFixture.removed("bob")]))
        #expect(!leave("bob").isPermitted(to: Caller(actor: "ann", permissions: ["admin"])))
    }

    @Test func `the last owner stays while others are there`() {
        let leave = RemoveParticipant(chat: "c", user: "ann")
        #expect(chat().given(created).when(leave) == .failure(.lastOwner))
        let second = ConversationEvent.roleChanged(
            ParticipantRoleChanged(chat: "c", Participant("bob", .owner)))
        #expect(chat().given(created, second).when(leave) == .success([ChatFixture.removed("ann")]))
        let alone = ChatFixture.created(.group, [Participant("ann", .owner)])
        #expect(chat().given(alone).when(leave) == .success([ChatFixture.removed("ann")]))
        let demote = UpdateParticipantRole(chat: "c", user: "ann", role: .member)
        #expect(chat().given(created).when(demote) == .failure(.lastOwner))
    }

    @Test func `only owners give roles`() {
        let promote = UpdateParticipantRole(chat: "c", user: "bob", role: .admin)
        let promoted = ConversationEvent.roleChanged(
            ParticipantRoleChanged(chat: "c", Participant("bob", .admin)))
        #expect(chat().given(created).when(promote) == .success([promoted]))
        #expect(chat().given(created, promoted).when(promote) == .success([]))
        #expect(chat(as: "ada").given(created).when(promote) == .failure(.notAllowed))
        let dan = UpdateParticipantRole(chat: "c", user: "dan", role: .admin)
        #expect(chat().given(created).when(dan) == .failure(.unknownParticipant))
        #expect(chat().given(ChatFixture.direct).when(promote) == .failure(.directChat))
    }

    @Test func `a chat is bound to a channel once, and unbound`() {
        let bind = BindExternalChannel(chat: "c", channel: ChatFixture.telegram)
        let unbind = UnbindExternalChannel(chat: "c", channel: ChatFixture.telegram)
        let bound = ConversationEvent.channelBound(ExternalChannelBound(chat: "c", ChatFixture.telegram))
        let unbound = ConversationEvent.channelUnbound(ExternalChannelUnbound(chat: "c", ChatFixture.telegram))
        #expect(chat().given(created).when(bind) == .success([bound]))
        #expect(chat().given(created, bound).when(bind) == .failure(.alreadyBound))
        #expect(chat().given(created).when(unbind) == .failure(.notBound))
        #expect(chat().given(created, bound).when(unbind) == .success([unbound]))
        let many = (0..<Conversation.channelsMax).map {
            ConversationEvent.channelBound(
                ExternalChannelBound(chat: "c", ExternalChannel(channel: "telegram", externalID: "\($0)")))
        }
        #expect(chat().given([created] + many).when(bind) == .failure(.tooManyChannels))
    }

    @Test func `every violation of the input is told`() {
        #expect(
            CreateChat(chat: "a b", kind: .direct, title: " ", members: []).violations().map(\.code) == [
                "INVALID_ID", "EMPTY", "NOT_ONE", "NOT_ALLOWED",
            ])
        #expect(
            CreateChat(chat: "c", kind: .company, members: ["a b"]).violations().map(\.code) == [
                "INVALID_ID", "EMPTY", "NOT_FITTING",
            ])
        let crowd = (0..<Conversation.participantsMax).map { "u\($0)" }
        #expect(
            CreateChat(chat: "c", kind: .group, title: "T", members: crowd).violations().map(\.code) == ["TOO_MANY"])
        #expect(UpdateChat(chat: "c", title: nil, history: nil).violations().map(\.code) == ["EMPTY"])
        #expect(AddParticipant(chat: "", user: "", role: .member).violations().map(\.code).count == 2)
        let channel = ExternalChannel(channel: "?", externalID: "a\u{0}")
        #expect(BindExternalChannel(chat: "c", channel: channel).violations().map(\.code) == ["INVALID_ID", "NUL"])
    }

    @Test func `a snapshot holds the whole state`() throws {
        let state = chat().given(
            ChatFixture.created(.company, history: .sinceJoining), ChatFixture.added("dan", .admin),
            .channelBound(ExternalChannelBound(chat: "c", ChatFixture.telegram)), ChatFixture.archived
        ).state
        let form = try #require(Conversation.snapshots)
        #expect(form.decode(form.encode(state)) == state)
        #expect(form.decode(form.encode(Conversation())) == Conversation())
    }

    @Test func `what is stored is read back`() {
        let events: [ConversationEvent] = [
            created, ChatFixture.direct, ChatFixture.created(.company),
            .updated(ChatUpdated(chat: "c", title: nil, history: .full)),
            .updated(ChatUpdated(chat: "c", title: "\"é", history: nil)), ChatFixture.archived,
            ChatFixture.added("dan", .admin), ChatFixture.removed("dan"),
            .roleChanged(ParticipantRoleChanged(chat: "c", Participant("bob", .owner))),
            .channelBound(ExternalChannelBound(chat: "c", ChatFixture.telegram)),
            .channelUnbound(ExternalChannelUnbound(chat: "c", ChatFixture.telegram)),
        ]
        #expect(chat().given(events).codecViolations(isSame: ==).isEmpty)
    }

    @Test func `the bodies of the first schema version decode for ever`() throws {
        let stored = [
            (
                "chat.chat-created.1",
                #"{"chat":"c","kind":"GROUP","title":"T","history":"FULL","participants":[{"user":"ann","role":"OWNER"}]}"#
            ),
            ("chat.participant-added.1", #"{"chat":"c","user":"dan","role":"MEMBER"}"#),
            ("chat.participant-removed.1", #"{"chat":"c","user":"dan"}"#),
            ("chat.chat-archived.1", #"{"chat":"c"}"#),
        ]
        let events = try stored.map { name, body in
            try Conversation.codec.decode(try #require(EventName(name)), schemaVersion: 1, body: Array(body.utf8))
        }
        #expect(
            events == [
                ChatFixture.created(.group, [Participant("ann", .owner)]),
                // Why so: who cannot be said to see the past sees none of it.
                .participantAdded(
                    ParticipantAdded(chat: "c", Participant("dan", .member), history: .sinceJoining)),
                ChatFixture.removed("dan"), ChatFixture.archived,
            ])
    }
}
