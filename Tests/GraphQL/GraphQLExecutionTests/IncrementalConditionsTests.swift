import GraphQLExecution
import JSON
import Testing

/// Conditions and counts of `@defer` and `@stream`, and lists that fail half-way; the answers are the reference's.
struct IncrementalConditionsTests {
    private static let sdl = """
        directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @stream(if: Boolean! = true, label: String, initialCount: Int = 0) on FIELD
        type Query { s: String t: String l: [Int] ln: [Int!] lnn: [Int!]! q: Query lq: [Query!] }
        """
    private static let isNull =
        "Argument 'if' has invalid value: Expected variable '$b' provided to non-null type 'Boolean!' not to be None."

    private func payloads(_ text: String, _ root: JSONValue, variables: JSONValue? = nil) throws -> [String] {
        var request = try Engine(Self.sdl).request(text, variables: variables, root: root)
        request.deliversIncrementally = true
        var machine = try request.machine()
        var payloads: [String] = []
        var step = machine.start()
        while case .finished(let response) = step, payloads.count < 20 {
            payloads.append(String(decoding: response.bytes, as: UTF8.self))
            guard response.hasNext else { break }
            step = machine.proceed()
        }
        return payloads
    }

    @Test func `a condition without a value is as if it were not there`() throws {
        let deferred = "query($b: Boolean) { q { ... @defer(if: $b) { s } } }"
        #expect(try payloads(deferred, ["q": ["s": "x"]]).count == 2)
        #expect(try payloads(deferred, ["q": ["s": "x"]], variables: ["b": true]).count == 2)
        #expect(try payloads(deferred, ["q": ["s": "x"]], variables: ["b": false]) == [#"{"data":{"q":{"s":"x"}}}"#])
        let streamed = "query($b: Boolean) { q { q { l @stream(if: $b) } } }"
        let root: JSONValue = ["q": ["q": ["l": [1]]]]
        #expect(try payloads(streamed, root).count == 2)
        #expect(try payloads(streamed, root, variables: ["b": true]).count == 2)
        #expect(try payloads(streamed, root, variables: ["b": false]) == [#"{"data":{"q":{"q":{"l":[1]}}}}"#])
    }

    @Test func `a condition that is null fails what it stands in, and of a list the list alone`() throws {
        #expect(
            try payloads(
                "query($b: Boolean) { q { ... @defer(if: $b) { s } } }", ["q": ["s": "x"]], variables: ["b": nil])
                == [
                    #"{"data":{"q":null},"errors":[{"message":"\#(Self.isNull)","#
                        + #""locations":[{"line":1,"column":41}],"path":["q"]}]}"#
                ])
        #expect(
            try payloads("query($b: Boolean) { s l @stream(if: $b) }", ["s": "x", "l": [1]], variables: ["b": nil])
                == [
                    #"{"data":{"s":"x","l":null},"errors":[{"message":"\#(Self.isNull)","#
                        + #""locations":[{"line":1,"column":38}],"path":["l"]}]}"#
                ])
        #expect(
            try payloads("query($b: Boolean) { l @stream(if: $b) }", ["l": nil], variables: ["b": nil])
                == [#"{"data":{"l":null}}"#])
    }

    @Test(arguments: [("-1", nil), ("null", nil), ("$n", nil), ("$n", -1)] as [(String, Int?)])
    func `a count that is no count fails the list`(count: String, given: Int?) throws {
        let isVariable = count == "$n"
        let text = (isVariable ? "query($n: Int) " : "") + "{ l @stream(initialCount: \(count)) }"
        let variables: JSONValue? = isVariable ? ["n": given.map { .number(String($0)) } ?? .null] : nil
        let column = isVariable ? 18 : 3
        #expect(
            try payloads(text, ["l": [1, 2]], variables: variables) == [
                #"{"data":{"l":null},"errors":[{"message":"initialCount must be a positive integer","#
                    + #""locations":[{"line":1,"column":\#(column)}],"path":["l"]}]}"#
            ])
    }

    @Test func `a count without a value is none`() throws {
        let told = try payloads("query($n: Int) { l @stream(initialCount: $n) }", ["l": [1, 2]])
        #expect(told.first == #"{"data":{"l":[]},"pending":[{"id":"0","path":["l"]}],"hasNext":true}"#)
    }

    @Test func `a list that fails half-way keeps the items before`() throws {
        let error =
            #"{"message":"Cannot return null for non-nullable field Query.ln.","#
            + #""locations":[{"line":1,"column":3}],"path":["ln",2]}"#
        #expect(
            try payloads("{ ln @stream(initialCount: 1) }", ["ln": [1, 2, nil, 4]]) == [
                #"{"data":{"ln":[1]},"pending":[{"id":"0","path":["ln"]}],"hasNext":true}"#,
                #"{"incremental":[{"id":"0","items":[2]}],"#
                    + #""completed":[{"id":"0","errors":[\#(error)]}],"hasNext":false}"#,
            ])
        let first = try payloads("{ ln @stream(initialCount: 2) }", ["ln": [1, 2, nil, 4]])
        #expect(first.last == #"{"completed":[{"id":"0","errors":[\#(error)]}],"hasNext":false}"#)
    }

    @Test func `an object that fails takes along neither those before it nor their errors`() throws {
        let root: JSONValue = [
            "lq": [["s": ["__error": "no"], "lnn": [1]], ["s": ["__error": "lost"], "lnn": nil], ["lnn": []]]
        ]
        #expect(
            try payloads("{ lq @stream { s lnn } }", root).last
                == #"{"incremental":[{"id":"0","items":[{"s":null,"lnn":[1]}],"errors":["#
                + #"{"message":"no","locations":[{"line":1,"column":16}],"path":["lq",0,"s"]}]}],"completed":["#
                + #"{"id":"0","errors":[{"message":"Cannot return null for non-nullable field Query.lnn.","#
                + #""locations":[{"line":1,"column":18}],"path":["lq",1,"lnn"]}]}],"hasNext":false}"#)
    }

    @Test func `what is deferred in the items before a failure still comes`() throws {
        let root: JSONValue = ["lq": [["s": "a", "lnn": [], "t": "b"], ["s": "c", "lnn": nil, "t": "d"]]]
        let told = try payloads("{ lq @stream { s lnn ... @defer { t } } }", root)
        #expect(told.count == 3)
        #expect(told.last == #"{"incremental":[{"id":"1","data":{"t":"b"}}],"completed":[{"id":"1"}],"hasNext":false}"#)
    }

    @Test(
        arguments: [
            ("@skip", "", "Argument 'if' of required type 'Boolean!' was not provided.", 5),
            (
                "@skip(if: $b)", "",
                "Argument 'if' has invalid value: Expected variable '$b' provided to type 'Boolean!' to provide a "
                    + "runtime value.", 15
            ),
            ("@include(if: $b)", #"{"b":null}"#, isNull, 18),
            (
                "@include(if: null)", "",
                "Argument 'if' has invalid value: Expected value of non-null type 'Boolean!' not to be None.", 18
            ),
        ] as [(String, String, String, Int)])
    func `a schema's own skip and include are executed as the specification's`(
        use: String, variables: String, message: String, column: Int
    ) throws {
        let engine = try Engine(
            """
            directive @skip(if: Boolean) on FIELD directive @include(if: Boolean) on FIELD
            type Query { a: Int b: Int }
            """
        )
        let text = (use.contains("$") ? "query($b: Boolean)" : "") + "\n{ a \(use) b @include(if: true) }"
        #expect(
            try engine.run(
                text, variables: variables.isEmpty ? nil : try JSONValue(parsing: variables), root: ["a": 1, "b": 2])
                == #"{"data":null,"errors":[{"message":"\#(message)","locations":[{"line":2,"column":\#(column)}]}]}"#)
    }
}
