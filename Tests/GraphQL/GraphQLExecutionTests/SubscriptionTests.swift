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

    /// What one event brings, as the gateway executes it: a machine for the event, from the plan of all.
    private func result(of event: RootValue, _ plan: Plan, _ variables: VariableValues) throws -> ExecutionResponse {
        var machine = ExecutionMachine(plan: plan, variables: variables, root: event)
        var step = machine.start()
        while true {
            switch step {
            case .finished(let response): return response
            case .load(let calls):
                step = machine.resume(
                    try calls.map { call in
                        guard case .immediate(let load) = call.binding.loader else { throw Waits() }
                        return load(call)
                    })
            }
        }
    }

    private struct Waits: Error {}

    @Test func `a subscription is planned once and each event is executed as a row of the columns it names`() throws {
        let engine = try engine()
        let request = try engine.request(
            "subscription($r: ID!) { sent: messageSent(room: $r) { text author { name } } }", variables: ["r": 7])
        let (plan, variables) = try request.prepared()
        let field = try #require(plan.rootFields.first)
        #expect(engine.schema.string(engine.schema[field.definition].name) == "messageSent")
        #expect(variables.value(named: "r".utf8) == .string(Array("7".utf8)))
        let columns = plan.layouts[Plan.rootLayout].columns
        #expect(columns == ["text", "authorId"])
        for (text, author, wanted) in [("hi", 1, #"{"name":"Ann"}"#), ("ho", 2, "null")] {
            let row = event(columns, ["text": .string(text), "authorId": .number(String(author))])
            let response = try result(of: row, plan, variables)
            #expect(
                String(decoding: response.bytes, as: UTF8.self)
                    == #"{"data":{"sent":{"text":"\#(text)","author":\#(wanted)}}}"#)
        }
    }

    @Test func `an event of a leaf is a column and errors of one event are its own`() throws {
        let (plan, variables) = try engine().request("subscription { ticks }").prepared()
        let columns = plan.layouts[Plan.rootLayout].columns
        #expect(columns == ["tick"])
        let failed = try result(of: event(columns, ["tick": nil]), plan, variables)
        #expect(!failed.hasData && failed.hasErrors)
        let sound = try result(of: event(columns, ["tick": 3]), plan, variables)
        #expect(String(decoding: sound.bytes, as: UTF8.self) == #"{"data":{"ticks":3}}"#)
    }

    @Test func `an event may be JSON`() throws {
        let engine = try Engine(Self.sdl)
        let text = "subscription { messageSent(room: 1) { id text author { name } } }"
        let root: JSONValue = ["messageSent": ["id": 1, "text": "hi", "author": ["name": "Ann"]]]
        #expect(
            try engine.run(text, root: root)
                == #"{"data":{"messageSent":{"id":"1","text":"hi","author":{"name":"Ann"}}}}"#)
    }

    @Test func `a subscription whose variables do not fit is refused without data`() throws {
        let request = try engine().request("subscription($r: ID!) { messageSent(room: $r) { id } }")
        let refusal = #expect(throws: ExecutionRequest.Refusal.self) { try request.prepared() }
        #expect(refusal?.response.hasData == false)
    }
}
