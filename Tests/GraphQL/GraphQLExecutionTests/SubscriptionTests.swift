import GraphQLExecution
import GraphQLPlanning
import GraphQLSchema
import JSON
import Rows
import Testing

struct SubscriptionTests {
    private static let sdl = """
        type Query { a: Int }
        type Subscription { messageSent(room: ID!): Message ticks: Int! }
        type Message { id: ID! text: String! author: User }
        type User { name: String! }
        """

    private func engine() throws -> Engine {
        let users = RowTable(rows: [["id": 1, "name": "Ann"]])
        return try Engine(
            Self.sdl,
            [
                "Subscription.messageSent": .event(column: nil), "Subscription.ticks": .event(column: "tick"),
                "Message.author": .load(
                    LoadBinding(name: "users by id", keys: ["authorId"], shape: .one, loader: users.by("id"))),
            ])
    }

    private func event(_ columns: [String], _ row: [String: JSONValue]) -> RootValue {
        .row(RowTable(rows: [row]).batch([row], columns: columns))
    }

    @Test func `a subscription says what to listen to and executes each event`() throws {
        let engine = try engine()
        var request = try engine.request(
            "subscription($r: ID!) { sent: messageSent(room: $r) { text author { name } } }", variables: ["r": 7])
        let target = try request.subscriptionTarget()
        #expect(engine.schema.string(engine.schema[target.field].name) == "messageSent")
        #expect(target.arguments.entries.first?.value == .string(Array("7".utf8)))
        #expect(target.columns == ["text", "authorId"])
        for (text, author, wanted) in [("hi", 1, #"{"name":"Ann"}"#), ("ho", 2, "null")] {
            request.root = event(target.columns, ["text": .string(text), "authorId": .number(String(author))])
            let response = try #require(request.immediateResponse())
            #expect(
                String(decoding: response.bytes, as: UTF8.self)
                    == #"{"data":{"sent":{"text":"\#(text)","author":\#(wanted)}}}"#)
        }
    }

    @Test func `an event of a leaf is a column and errors of one event are its own`() throws {
        var request = try engine().request("subscription { ticks }")
        let target = try request.subscriptionTarget()
        #expect(target.columns == ["tick"])
        request.root = event(target.columns, ["tick": nil])
        let failed = try #require(request.immediateResponse())
        #expect(!failed.hasData && failed.hasErrors)
        request.root = event(target.columns, ["tick": 3])
        #expect(
            String(decoding: try #require(request.immediateResponse()).bytes, as: UTF8.self) == #"{"data":{"ticks":3}}"#
        )
    }

    @Test func `an event may be JSON`() throws {
        let engine = try Engine(Self.sdl)
        let text = "subscription { messageSent(room: 1) { id text author { name } } }"
        let root: JSONValue = ["messageSent": ["id": 1, "text": "hi", "author": ["name": "Ann"]]]
        #expect(
            try engine.run(text, root: root)
                == #"{"data":{"messageSent":{"id":"1","text":"hi","author":{"name":"Ann"}}}}"#)
    }

    @Test func `a subscription that cannot start is refused without data`() throws {
        let request = try engine().request("subscription($r: ID!) { messageSent(room: $r) { id } }")
        let refusal = #expect(throws: ExecutionRequest.Refusal.self) { try request.subscriptionTarget() }
        #expect(refusal?.response.hasData == false)
        let query = try engine().request("{ a }")
        #expect(throws: ExecutionRequest.Refusal.self) { try query.subscriptionTarget() }
    }
}
