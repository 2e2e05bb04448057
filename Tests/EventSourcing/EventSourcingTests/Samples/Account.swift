import EventSourcing
import JSON
import Prelude

/// A small aggregate for tests: an account that may not be overdrawn.
struct Account: Aggregate, Equatable {
    enum Event: Equatable, Sendable {
        case opened(Opened)
        case moved(Moved)
    }

    enum Refusal: Error, Equatable {
        case notOpen
        case alreadyOpen
        case overdrawn(balance: Int64)
        case nameTaken
    }

    struct Opened: EventPayload, Equatable {
        static let name: EventName = "bank.account-opened.1"
        static let schemaVersion: UInt16 = 3
        static let personal = [PersonalField("email", of: "owner")]
        static let upcasters = [
            Upcaster(from: 1) { members in members.append(.init("currency", "EUR")) },
            Upcaster(from: 2) { members in
                members = members.map { $0.name == "mail" ? .init("email", $0.value) : $0 }
            },
        ]

        let owner: String
        let email: Personal<String>
        let currency: String

        init(owner: String, email: Personal<String>, currency: String) {
            (self.owner, self.email, self.currency) = (owner, email, currency)
        }

        init(_ body: EventBody) throws(EventBodyError) {
            owner = try body.string("owner")
            email = try body.personal("email")
            currency = try body.string("currency")
        }

        func write(to body: inout JSONWriter) {
            body.member("owner", owner)
            body.member("email", email)
            body.member("currency", currency)
        }
    }

    struct Moved: EventPayload, Equatable {
        static let name: EventName = "bank.money-moved.1"
        let amount: Int64

        init(amount: Int64) { self.amount = amount }
        init(_ body: EventBody) throws(EventBodyError) { amount = try body.int("amount") }
        func write(to body: inout JSONWriter) { body.member("amount", amount) }
    }

    static let category: StreamCategory = "account"
    static let codec = EventCodec<Event>([.init(Opened.self, Event.opened), .init(Moved.self, Event.moved)]) { event in
        switch event {
        case .opened(let payload): payload
        case .moved(let payload): payload
        }
    }
    static let snapshots: SnapshotForm<Account>? = SnapshotForm(
        schema: 1, interval: 5, encode: { Array("\($0.isOpen) \($0.balance)".utf8) },
        decode: { bytes in
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ")
            guard parts.count == 2, let balance = Int64(parts[1]) else { return nil }
            return Account(isOpen: parts[0] == "true", balance: balance)
        })

    var isOpen = false
    var balance: Int64 = 0

    init() {}
    init(isOpen: Bool, balance: Int64) { (self.isOpen, self.balance) = (isOpen, balance) }

    mutating func apply(_ event: Event) {
        switch event {
        case .opened: isOpen = true
        case .moved(let moved): balance &+= moved.amount
        }
    }
}

struct OpenAccount: Command {
    static let name = "bank.open-account"
    let stream: StreamName
    let owner: String
    let email: String

    var content: [UInt8] { Array("\(owner)\n\(email)".utf8) }

    func isPermitted(to caller: Caller) -> Bool { caller.permissions.contains("open") }

    func violations() -> [InputViolation] {
        (owner.isEmpty ? [InputViolation("owner", code: "EMPTY", "An account has an owner.")] : [])
            + (email.contains("@") ? [] : [InputViolation("email", code: "MALFORMED", "Not an e-mail address.")])
    }

    func decide(_ state: Account, _ circumstances: Circumstances) throws(Account.Refusal) -> Decision<Account> {
        guard !state.isOpen else { throw .alreadyOpen }
        let opened = Account.Opened(owner: owner, email: .known(email), currency: "EUR")
        let name = StreamName("name", owner).map {
            StreamAppend(to: $0, expected: .none, events: [NewEvent(name: "bank.name-taken.1", body: Array("{}".utf8))])
        }
        return Decision([.opened(opened)], others: name.map { [$0] } ?? [], data: ["owner": .string(owner)])
    }

    func refusal(for conflict: StreamConflict) -> Account.Refusal? { .nameTaken }
}

struct MoveMoney: Command {
    static let name = "bank.move-money"
    let stream: StreamName
    let amount: Int64

    var content: [UInt8] { Array("\(amount)".utf8) }
    func isPermitted(to caller: Caller) -> Bool { true }

    func decide(_ state: Account, _ circumstances: Circumstances) throws(Account.Refusal) -> Decision<Account> {
        guard state.isOpen else { throw .notOpen }
        guard state.balance + amount >= 0 else { throw .overdrawn(balance: state.balance) }
        return Decision(
            [.moved(Account.Moved(amount: amount))], data: ["balance": .number("\(state.balance + amount)")])
    }
}
