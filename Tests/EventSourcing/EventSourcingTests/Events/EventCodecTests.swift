import EventSourcing
import JSON
import Prelude
import Testing

struct EventCodecTests {
    let codec = Account.codec
    let opened = Account.Event.opened(.init(owner: "ann", email: .known("ann@x"), currency: "EUR"))

    @Test func `an event is written as one JSON object under its stored name`() {
        let event = codec.encode(opened)
        #expect(event.name == "bank.account-opened.1")
        #expect(event.schemaVersion == 3)
        #expect(String(decoding: event.body, as: UTF8.self) == #"{"owner":"ann","email":"ann@x","currency":"EUR"}"#)
    }

    @Test(
        arguments: [
            (1, #"{"owner":"ann","mail":"ann@x"}"#),
            (2, #"{"owner":"ann","mail":"ann@x","currency":"EUR"}"#),
            (3, #"{"currency":"EUR","email":"ann@x","owner":"ann","later":1}"#),
        ] as [(UInt16, String)])
    func `a body of every schema version still decodes`(version: UInt16, body: String) throws {
        #expect(try codec.decode("bank.account-opened.1", schemaVersion: version, body: Array(body.utf8)) == opened)
    }

    @Test(
        arguments: [
            ("bank.account-opened.1", 0, "{}", .unknownSchema(version: 0)),
            ("bank.account-opened.1", 4, "{}", .unknownSchema(version: 4)),
            ("bank.account-opened.9", 1, "{}", .unknownName("bank.account-opened.9")),
            ("bank.money-moved.1", 1, "{}", .missing(member: "amount")),
            ("bank.money-moved.1", 1, #"{"amount":null}"#, .missing(member: "amount")),
            ("bank.money-moved.1", 1, #"{"amount":"1"}"#, .mistyped(member: "amount")),
            ("bank.money-moved.1", 1, #"{"amount":9223372036854775808}"#, .mistyped(member: "amount")),
            ("bank.money-moved.1", 1, "[]", .notJSON(reason: "the body is no object")),
        ] as [(EventName, UInt16, String, EventBodyError)])
    func `a body that cannot be read says why`(
        name: EventName, version: UInt16, body: String, error: EventBodyError
    ) {
        #expect(throws: error) { try codec.decode(name, schemaVersion: version, body: Array(body.utf8)) }
    }

    @Test func `an erased value stays erased when it is written again`() throws {
        let event = Account.Event.opened(.init(owner: "ann", email: .erased, currency: "EUR"))
        let stored = codec.encode(event)
        #expect(try codec.decode(stored.name, schemaVersion: 3, body: stored.body) == event)
    }

    @Test func `identifiers and texts of events have one form`() throws {
        let id = EventID(command: CommandID(UniqueID(high: 1, low: 2)), ordinal: 7)
        #expect(EventID(id.description) == id)
        #expect(EventID("\(id)x") == nil)
        #expect(EventID("7") == nil)
        let stream = try #require(StreamName("order:7:x"))
        #expect(stream.category == "order")
        #expect(stream.id == "7:x")
        for text in [
            "", "order", "order:", ":7", "Order:7", "order:7 8", "order:ż",
            "order:\(String(repeating: "x", count: 200))",
        ] {
            #expect(StreamName(text) == nil, "\(text)")
        }
    }
}
