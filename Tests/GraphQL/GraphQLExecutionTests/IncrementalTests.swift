import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON
import Prelude
import Rows
import Testing

struct IncrementalTests {
    private static let sdl = """
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(if: Boolean! = true, label: String, initialCount: Int! = 0) on FIELD
        type Query { posts: [Post!]! me: User }
        type Post { id: ID! title: String! user: User body: String! }
        type User { id: ID! name: String email: String! posts: [Post!]! }
        """

    private let log = CallLog()

    private func engine() throws -> Engine {
        let posts = RowTable(rows: [
            ["id": 1, "userId": 1, "title": "One", "body": "b1"], ["id": 2, "userId": 2, "title": "Two", "body": nil],
            ["id": 3, "userId": 1, "title": "Three", "body": "b3"],
        ])
        let users = RowTable(rows: [["id": 1, "name": "Ann", "email": "a@b"], ["id": 2, "name": "Bob", "email": nil]])
        return try Engine(
            Self.sdl,
            [
                "Query.posts": .load(
                    LoadBinding(name: "all posts", shape: .many, loader: log.logging(posts.all()))),
                "Query.me": .load(
                    LoadBinding(name: "me", shape: .one, loader: log.logging(users.all()))),
                "Post.user": .load(
                    LoadBinding(
                        name: "users by id", keys: ["userId"], shape: .one, loader: log.logging(users.by("id")))),
                "User.posts": .load(
                    LoadBinding(
                        name: "posts by user", keys: ["id"], shape: .many, loader: log.logging(posts.by("userId")))),
            ])
    }

    /// Every payload as text, and how many loads had been made when it was finished.
    private func payloads(
        _ text: String, isOn: Bool = true, variables: JSONValue? = nil
    ) throws -> [(text: String, loads: Int)] {
        var request = try engine().request(text, variables: variables)
        request.deliversIncrementally = isOn
        var machine = try request.machine()
        var loads: [Int] = []
        let texts = Self.payloads(of: &machine) { loads.append(log.all.count) }
        return Array(zip(texts, loads)).map { (text: $0, loads: $1) }
    }

    /// Every payload as text, of loads that all answer at once.
    private static func payloads(of machine: inout ExecutionMachine, _ finished: () -> Void = {}) -> [String] {
        var payloads: [String] = []
        var step = machine.start()
        while true {
            switch step {
            case .load(let calls):
                let results = calls.map { call in
                    guard case .immediate(let load) = call.binding.loader else {
                        return LoadResult.failed(LoadFailure(message: "waits"), keys: call.keys.rowCount)
                    }
                    return load(call)
                }
                step = machine.resume(results)
            case .finished(let response):
                payloads.append(String(decoding: response.bytes, as: UTF8.self))
                finished()
                guard response.hasNext, payloads.count < 20 else { return payloads }
                step = machine.proceed()
            }
        }
    }

    @Test func `what is deferred is loaded after the first payload`() throws {
        let told = try payloads("{ posts { id ... @defer(label: \"later\") { user { name } } } }")
        #expect(
            told.map(\.text) == [
                #"{"data":{"posts":[{"id":"1"},{"id":"2"},{"id":"3"}]},"pending":["#
                    + #"{"id":"0","path":["posts",0],"label":"later"},{"id":"1","path":["posts",1],"label":"later"},"#
                    + #"{"id":"2","path":["posts",2],"label":"later"}],"hasNext":true}"#,
                #"{"incremental":[{"id":"0","data":{"user":{"name":"Ann"}}},{"id":"1","data":{"user":{"name":"Bob"}}},"#
                    + #"{"id":"2","data":{"user":{"name":"Ann"}}}],"#
                    + #""completed":[{"id":"0"},{"id":"1"},{"id":"2"}],"hasNext":false}"#,
            ])
        #expect(told.map(\.loads) == [1, 2])
    }

    @Test func `a deferred fragment that cannot be written says why and nothing else`() throws {
        let told = try payloads("{ me { id posts { id ...F @defer } } } fragment F on Post { body }")
        #expect(told.count == 2)
        #expect(told[1].text.contains(#""completed":[{"id":"0"},{"id":"1"}]"#) == true)
        let failed = try payloads("{ posts { id ...F @defer } } fragment F on Post { title body }")
        #expect(
            failed[1].text == #"{"incremental":[{"id":"0","data":{"title":"One","body":"b1"}},"#
                + #"{"id":"2","data":{"title":"Three","body":"b3"}}],"completed":[{"id":"0"},{"id":"1","errors":["#
                + #"{"message":"Cannot return null for non-nullable field Post.body.","#
                + #""locations":[{"line":1,"column":57}],"path":["posts",1,"body"]}]},{"id":"2"}],"hasNext":false}"#)
    }

    @Test func `the rest of a streamed list comes later`() throws {
        let told = try payloads(
            "query($n: Int!) { posts @stream(initialCount: $n) { id user { name } } }", variables: ["n": 1])
        #expect(
            told.map(\.text) == [
                #"{"data":{"posts":[{"id":"1","user":{"name":"Ann"}}]},"pending":[{"id":"0","path":["posts"]}],"#
                    + #""hasNext":true}"#,
                #"{"incremental":[{"id":"0","items":[{"id":"2","user":{"name":"Bob"}},"#
                    + #"{"id":"3","user":{"name":"Ann"}}]}],"#
                    + #""completed":[{"id":"0"}],"hasNext":false}"#,
            ])
    }

    @Test func `rows of a streamed list that come before one that fails are kept`() throws {
        let told = try payloads("{ posts @stream { id body } }")
        #expect(
            told.last?.text == #"{"incremental":[{"id":"0","items":[{"id":"1","body":"b1"}]}],"completed":["#
                + #"{"id":"0","errors":[{"message":"Cannot return null for non-nullable field Post.body.","#
                + #""locations":[{"line":1,"column":22}],"path":["posts",1,"body"]}]}],"hasNext":false}"#)
    }

    @Test func `a fragment inside a deferred one is told of when that one is whole`() throws {
        let told = try payloads(
            "{ me { id ... @defer(label: \"a\") { name ... @defer(label: \"b\") { posts { id } } } } }")
        #expect(
            told.map(\.text) == [
                #"{"data":{"me":{"id":"1"}},"pending":[{"id":"0","path":["me"],"label":"a"}],"hasNext":true}"#,
                #"{"pending":[{"id":"1","path":["me"],"label":"b"}],"incremental":[{"id":"0","data":{"name":"Ann"}}],"#
                    + #""completed":[{"id":"0"}],"hasNext":true}"#,
                #"{"incremental":[{"id":"1","data":{"posts":[{"id":"1"},{"id":"3"}]}}],"completed":[{"id":"1"}],"#
                    + #""hasNext":false}"#,
            ])
        #expect(told.map(\.loads) == [1, 1, 2])
    }

    @Test func `without the switch the directives have no effect`() throws {
        let told = try payloads("{ posts @stream { id ... @defer { title } } }", isOn: false)
        #expect(
            told.map(\.text) == [
                #"{"data":{"posts":[{"id":"1","title":"One"},{"id":"2","title":"Two"},{"id":"3","title":"Three"}]}}"#
            ])
        let off = try payloads(
            "query($d: Boolean!) { posts @stream(if: $d) { id ... @defer(if: $d) { title } } }", variables: ["d": false]
        )
        #expect(off.count == 1)
    }

    @Test func `a page that a mutation defers shows its own rows after the next field has loaded others`() throws {
        let loads = Lock<Int64>(0)
        let loader = Loader.immediate { call in
            let number = loads.withLock { count in
                count += 1
                return count
            }
            let row: [String: JSONValue] = ["id": .number(String(number))]
            let table = RowTable(rows: [row])
            return .all(
                table.batch([row], columns: call.columns), pages: table.batch([row], columns: call.pageColumns))
        }
        let engine = try Engine(
            """
            directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
            type Query { a: Int }
            type Mutation { take: Page! }
            type Page { nodes: [Item!]! id: Int }
            type Item { id: Int }
            """,
            [
                "Mutation.take": .load(LoadBinding(name: "take", shape: .connection, loader: loader)),
                "Page.nodes": .items,
            ])
        var request = try engine.request(
            "mutation { a: take { id ... @defer { nodes { id } } } b: take { id nodes { id } } }")
        request.deliversIncrementally = true
        var machine = try request.machine()
        let payloads = Self.payloads(of: &machine)
        #expect(payloads.first?.contains(#""data":{"a":{"id":1},"b":{"id":2,"nodes":[{"id":2}]}}"#) == true)
        #expect(payloads.last?.contains(#""data":{"nodes":[{"id":1}]}"#) == true)
    }

    @Test func `an operation that runs out of waves after its first payload goes on with payloads`() throws {
        var request = try engine().request("{ me { id ... @defer { posts { user { name } } } } }")
        request.deliversIncrementally = true
        request.limits.wavesMax = 2
        var machine = try request.machine()
        let payloads = Self.payloads(of: &machine)
        #expect(payloads.count == 2)
        #expect(payloads.last?.hasPrefix(#"{"incremental":[{"id":"0","data":{"posts":[{"user":null},"#) == true)
        #expect(payloads.last?.contains("needs more than 2 waves") == true)
    }

    @Test func `what waits to be sent counts towards the limit of a payload`() throws {
        var request = try engine().request("{ posts { ... @defer { id title } } }")
        request.deliversIncrementally = true
        request.limits.responseBytesMax = 45
        var machine = try request.machine()
        let last = try #require(Self.payloads(of: &machine).last)
        #expect(last.contains(#""data":{"id":"1","title":"One"}"#) && !last.contains("Three"))
        #expect(last.contains("The response is larger than 45 bytes."))
    }

    @Test func `a fragment that fails by a field of another one is told of when its turn comes`() throws {
        let told = try payloads(
            """
            {
              posts { id ... @defer(label: "B") { body } }
              ... @defer(label: "A") { posts { ... @defer(label: "X") { body title } } me { name } }
            }
            """)
        let pending = try told.flatMap { payload in
            try JSONValue(parsing: payload.text)["pending"]?.items?.map { ($0["label"]?.string ?? "", $0["id"]) } ?? []
        }
        let completed = try told.flatMap { try JSONValue(parsing: $0.text)["completed"]?.items ?? [] }
        #expect(pending.map(\.0).sorted() == ["A", "B", "B", "B", "X", "X", "X"])
        #expect(completed.count == pending.count)
        let failed = completed.filter { $0["errors"] != nil }.map { $0["id"] }
        #expect(failed.count == 2)
        #expect(pending.filter { failed.contains($0.1) }.map(\.0).sorted() == ["B", "X"])
    }
}
