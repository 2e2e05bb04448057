import GraphQLExecution
import JSON
import Testing

struct JSONExecutionTests {
    private static let sdl = """
        type Query { a: A b: String x(i: Int! = 5): String nn: Int! list: [[Int!]] things: [Thing] j: JSON e: E i: Int
            f: Float s: String bo: Boolean id: ID deep: A! }
        type A implements Named { b: String a: A d: Int! name: String list: [A!]! }
        interface Named { name: String }
        type P implements Named { name: String }
        union Thing = A | P
        enum E { ONE TWO }
        scalar JSON
        """

    private func run(_ text: String, _ root: JSONValue, variables: JSONValue? = nil) throws -> String {
        try Engine(Self.sdl).run(text, variables: variables, root: root)
    }

    @Test func `keys come in the order of the document with merged selections`() throws {
        let text = "{ z: b a { b } ... { a { d } } b ...F } fragment F on Query { a { a { b } name } i }"
        let root: JSONValue = ["b": "B", "i": 1, "a": ["b": "x", "d": 2, "name": "n", "a": ["b": "y"]]]
        #expect(
            try run(text, root)
                == #"{"data":{"z":"B","a":{"b":"x","d":2,"a":{"b":"y"},"name":"n"},"b":"B","i":1}}"#)
    }

    @Test func `conditions decide what is merged and where it stands`() throws {
        let text = "query($s: Boolean!) { a @skip(if: $s) { b } b a { name @include(if: $s) d } }"
        let root: JSONValue = ["b": "B", "a": ["b": "x", "d": 2, "name": "n"]]
        #expect(
            try run(text, root, variables: ["s": true]) == #"{"data":{"b":"B","a":{"name":"n","d":2}}}"#)
        #expect(
            try run(text, root, variables: ["s": false]) == #"{"data":{"a":{"b":"x","d":2},"b":"B"}}"#)
    }

    @Test func `a condition that is null fails the selection set that it stands in`() throws {
        let text = "query($v: Boolean = true) { b a { b @skip(if: $v) } }"
        let message =
            "Argument 'if' has invalid value: Expected variable '$v' provided to non-null type 'Boolean!' "
            + "not to be None."
        #expect(
            try run(text, ["a": [:], "b": "x"], variables: ["v": nil]) == #"{"data":{"b":"x","a":null},"errors":"#
                + #"[{"message":"\#(message)","locations":[{"line":1,"column":47}],"path":["a"]}]}"#)
    }

    @Test(
        arguments: [
            ("i", "1.0", "1"), ("i", "true", "1"), ("i", "\" 12 \"", "12"), ("i", "1.5", nil), ("i", "2147483648", nil),
            ("i", "\"\"", nil), ("i", "[]", nil), ("i", "1e400", nil), ("f", "1", "1.0"), ("f", "\"1e3\"", "1000.0"),
            ("f", "true", "1"), ("f", "\"inf\"", nil), ("f", "9007199254740993", nil), ("s", "1", "\"1\""),
            ("s", "1.5", "\"1.5\""), ("s", "true", "\"true\""), ("s", "{}", nil), ("bo", "2", "true"),
            ("bo", "0.0", "false"),
            ("bo", "\"true\"", nil), ("id", "7", "\"7\""), ("id", "7.0", "\"7\""), ("id", "1.5", nil),
            ("id", "true", nil),
            ("id", "1e20", "\"100000000000000000000\""), ("e", "\"ONE\"", "\"ONE\""), ("e", "\"SIX\"", nil),
            ("e", "1", nil),
            ("j", "{\"a\":[1, 2.50]}", "{\"a\":[1, 2.50]}"), ("j", "1.50", "1.50"),
        ] as [(String, String, String?)])
    func `a leaf is coerced as the reference does or is an error`(_ field: String, _ value: String, _ wanted: String?)
        throws
    {
        let answer = try run("{ \(field) }", try JSONValue(parsing: "{\"\(field)\":\(value)}"))
        if let wanted {
            #expect(try JSONValue(parsing: answer) == JSONValue(parsing: "{\"data\":{\"\(field)\":\(wanted)}}"))
        } else {
            #expect(answer.hasPrefix("{\"data\":{\"\(field)\":null},\"errors\":[{\"message\":"), "\(answer)")
        }
    }

    @Test func `null goes up to the nearest position that may be null at every depth of a list`() throws {
        #expect(
            try run("{ list }", ["list": [[1, 2], nil, [1, nil], 3, ["__error": "x"]]])
                == #"{"data":{"list":[[1,2],null,null,null,null]},"errors":["#
                + #"{"message":"Cannot return null for non-nullable field Query.list.","#
                + #""locations":[{"line":1,"column":3}],"path":["list",2,1]},"#
                + #"{"message":"Expected Iterable, but did not find one for field 'Query.list'.","#
                + #""locations":[{"line":1,"column":3}],"path":["list",3]},"#
                + #"{"message":"x","locations":[{"line":1,"column":3}],"path":["list",4]}]}"#)
        #expect(
            try run("{ deep { list { d } } b }", ["deep": ["list": [["d": 1], ["d": nil]]], "b": "x"])
                == #"{"data":null,"errors":[{"message":"Cannot return null for non-nullable field A.d.","#
                + #""locations":[{"line":1,"column":17}],"path":["deep","list",1,"d"]}]}"#)
    }

    @Test func `what an error does is the client's choice`() throws {
        let engine = try Engine(Self.sdl)
        func answer(_ behavior: ErrorBehavior) throws -> String {
            let root: JSONValue = ["deep": ["d": nil, "b": "kept"], "i": 1.5]
            var request = try engine.request("{ i deep { d b } }", root: root)
            request.behavior = behavior
            let response = try #require(request.immediateResponse())
            return String(decoding: response.bytes, as: UTF8.self)
        }
        #expect(try answer(.propagate).hasPrefix(#"{"data":null,"errors":[{"#))
        #expect(try answer(.null).hasPrefix(#"{"data":{"i":null,"deep":{"d":null,"b":"kept"}},"errors":[{"#))
        let halted = try answer(.halt)
        #expect(halted.hasPrefix(#"{"data":null,"errors":[{"message":"Int cannot"#))
        #expect(try JSONValue(parsing: halted)["errors"]?.items?.count == 1)
    }

    @Test func `a value of abstract type says what it is`() throws {
        let text = "{ things { __typename ... on Named { name } ... on A { d } } }"
        let root: JSONValue = [
            "things": [
                ["__typename": "A", "name": "x", "d": 1], ["__typename": "P", "name": "y"], nil, [:],
                ["__typename": "Query"], ["__typename": "Nobody"], ["__typename": "Named"],
            ]
        ]
        let answer = try JSONValue(parsing: try run(text, root))
        #expect(
            answer["data"]?["things"]?.text
                == #"[{"__typename":"A","name":"x","d":1},{"__typename":"P","name":"y"},null,null,null,null,null]"#)
        #expect(
            answer["errors"]?.items?.compactMap { $0["message"]?.string } == [
                "Abstract type 'Thing' must resolve to an Object type at runtime for field 'Query.things'. Either the "
                    + "'Thing' type should provide a 'resolve_type' function or each possible type should provide an "
                    + "'is_type_of' function.",
                "Runtime Object type 'Query' is not a possible type for 'Thing'.",
                "Abstract type 'Thing' was resolved to a type 'Nobody' that does not exist inside the schema.",
                "Abstract type 'Thing' was resolved to a non-object type 'Named'.",
            ])
    }

    @Test func `limits end the request with one error and no data`() throws {
        let engine = try Engine(Self.sdl)
        var request = try engine.request("{ b list }", root: ["b": "xxxxxxxxxx", "list": [[1, 2], [3, 4]]])
        request.limits.listItemsMax = 1
        #expect(
            String(decoding: try #require(request.immediateResponse()).bytes, as: UTF8.self)
                == #"{"data":null,"errors":[{"message":"A list has more than 1 items."}]}"#)
        request.limits = ExecutionLimits(responseBytesMax: 20)
        #expect(
            String(decoding: try #require(request.immediateResponse()).bytes, as: UTF8.self)
                == #"{"data":null,"errors":[{"message":"The response is larger than 20 bytes."}]}"#)
        request.limits = ExecutionLimits(depthMax: 1)
        #expect(
            String(decoding: try #require(request.immediateResponse()).bytes, as: UTF8.self)
                == #"{"data":null,"errors":[{"message":"The response is nested more than 1 deep."}]}"#)
    }

    @Test func `a request error has no data`() throws {
        let engine = try Engine(Self.sdl)
        #expect(
            try engine.run("query($v: Int!) { x(i: $v) }", variables: ["v": "s"], root: [:])
                == #"{"errors":[{"message":"Variable '$v' has invalid value: "#
                + #"Int cannot represent non-integer value: 's'","#
                + #""locations":[{"line":1,"column":7}]}]}"#)
    }

    @Test func `the schema answers about itself`() throws {
        let answer = try run(
            #"{ __typename __type(name: "E") { kind enumValues { name } } n: __type(name: "no") { name } }"#, [:])
        #expect(
            answer == #"{"data":{"__typename":"Query","__type":{"kind":"ENUM","enumValues":[{"name":"ONE"},"#
                + #"{"name":"TWO"}]},"n":null}}"#)
    }

    @Test func `a list of leaves and a row of fields end at the limit of a response, not behind it`() throws {
        let engine = try Engine("type Query { list: [Int] a: String b: String }")
        let long = JSONValue.string(String(repeating: "x", count: 600))
        for (text, root) in [
            ("{ list }", ["list": .array(Array(repeating: 12_345, count: 5_000))]),
            ("{ a b }", ["a": long, "b": long]),
            ("{ a }", ["a": .string(String(repeating: "x", count: 2_000))]),
        ] as [(String, JSONValue)] {
            var request = try engine.request(text, root: root)
            request.limits.responseBytesMax = 1_000
            let response = try #require(request.immediateResponse())
            #expect(
                String(decoding: response.bytes, as: UTF8.self)
                    == #"{"data":null,"errors":[{"message":"The response is larger than 1000 bytes."}]}"#)
        }
        var request = try engine.request("{ list }", root: ["list": .array(Array(repeating: "x", count: 5_000))])
        request.limits.responseBytesMax = 1_000
        #expect(try #require(request.immediateResponse()).bytes.count < 1_000)
    }
}
