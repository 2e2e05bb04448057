import JSON
import Prelude
import Telemetry
import Testing

/// A thousand requests of fifty tenants at once: each is given what is its own, and nothing of anybody else's.
@Suite(.timeLimit(.minutes(10)))
struct IsolationTests {
    private static let tenantCount = 50
    private static let requestCount = 1_000

    /// A word that only the tenant has ever said.
    private static func word(_ tenant: Int) -> String { "word-\(tenant)-of-its-own" }

    /// What a tenant asks: reads, writes, and mistakes that show what was sent.
    private static func request(_ number: Int, _ tenant: Int) -> (query: String, variables: JSONValue) {
        let word = JSONValue.string(word(tenant))
        switch number % 5 {
        case 0: return ("{ boards(first: 5) { nodes { id title notes(first: 5) { nodes { text } } } } }", .null)
        case 1: return ("{ board(id: \"same\") { title noteCount notes(first: 3) { nodes { text } } } }", .null)
        case 2:
            return (
                "mutation($t: String!) { addNote(input: {boardId: \"same\", text: $t}) { ... on BoardChanged { position } } }",
                ["t": word]
            )
        case 3: return ("query($t: Int!) { boards(first: $t) { nodes { id } } }", ["t": word])
        default: return ("query($t: ID!) { board(id: $t) { title } note(boardId: $t, id: $t) { text } }", ["t": word])
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `nothing of one tenant is in the data, errors, events or log lines of another`(
        _ store: RunningNode.Store
    ) async throws {
        let lines = InMemoryLog()
        let log = LogTarget(sink: lines, levels: LogLevels()).log("node")
        try await RunningNode.run(on: store, [("log.slow_operation", "1ms")], log: log) { node in
            for tenant in 0..<Self.tenantCount {
                let opened = try await node.graphQL(
                    "mutation($t: String!) { openBoard(input: {id: \"same\", title: $t}) { __typename } }",
                    variables: ["t": .string(Self.word(tenant))], tenant: "t\(tenant)")
                #expect(opened["data"]?["openBoard"]?["__typename"] == "BoardChanged", "\(opened.text)")
            }
            var socket = try await LiveSocket(to: node, token: node.token(tenant: "t7"))
            socket.subscribe(
                "1",
                "subscription { boardEvents(boardId: \"same\", after: \"v1.1.0\") { __typename ... on NoteAdded { text } } }"
            )
            let crossed = Lock<[String]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<10 {
                    group.addTask {
                        for number in stride(from: worker, to: Self.requestCount, by: 10) {
                            let tenant = (number * 7) % Self.tenantCount
                            let (query, variables) = Self.request(number / Self.tenantCount + tenant, tenant)
                            let answer = try await node.graphQL(query, variables: variables, tenant: "t\(tenant)")
                            Self.check(answer.text, tenant, crossed)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let last = try await node.graphQL(
                "mutation { addNote(input: {boardId: \"same\", text: \"the end\"}) { __typename } }", tenant: "t7")
            #expect(last["data"]?["addNote"]?["__typename"] == "BoardChanged")
            while true {
                let event = try await socket.next()
                Self.check(event.text, 7, crossed)
                if event["data"]?["boardEvents"]?["text"] == "the end" { break }
            }
            socket.cut()
            #expect(crossed.withLock { $0 } == [])
        }
        for line in lines.all {
            let text = "\(line)"
            #expect(!text.contains("of-its-own"), "what was sent is not logged: \(text)")
        }
    }

    private static func check(_ text: String, _ tenant: Int, _ crossed: Lock<[String]>) {
        for other in 0..<tenantCount where other != tenant && text.contains(word(other)) {
            crossed.withLock { $0.append("\(other) in an answer to \(tenant): \(text.prefix(200))") }
        }
    }
}
