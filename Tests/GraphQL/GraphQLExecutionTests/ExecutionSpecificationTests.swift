import GraphQLExecution
import GraphQLPlanning
import JSON
import Testing

/// Sentences of sections 6 and 7 of the specification, each with a request that would be answered otherwise without it.
///
/// What is said of serial execution, event streams and batches is held by `DriverTests` and `SubscriptionTests`.
struct ExecutionSpecificationTests {
    private static let sdl = """
        type Query implements Node {
          name: String age: Int id: ID float: Float yes: Boolean episode: Episode any: Any
          hero: Character friends: [Character] strict: [Character!] nested: [[Int!]] sure: Query! must: String!
          echo(a: Int = 7, b: Int! = 8, c: [Int!], d: In): String node: Node things: [Thing]
        }
        interface Node { id: ID }
        type Character implements Node { id: ID name: String! title: String friends: [Character!]! first: Character }
        union Thing = Character | Query
        enum Episode { JEDI HOPE }
        input In { x: Int! y: Int = 3 }
        scalar Any
        """

    /// A sentence, a request with its data, and the answer.
    struct Case: Sendable, CustomTestStringConvertible {
        let sentence: String
        let text: String
        let root: JSONValue
        let variables: JSONValue?
        let answer: String

        init(
            _ sentence: String, _ text: String, _ root: JSONValue = [:], variables: JSONValue? = nil, _ answer: String
        ) {
            (self.sentence, self.text, self.root) = (sentence, text, root)
            (self.variables, self.answer) = (variables, answer)
        }

        var testDescription: String { sentence }
    }

    private func check(_ wanted: Case) throws {
        let engine = try Engine(Self.sdl)
        #expect(try engine.run(wanted.text, variables: wanted.variables, root: wanted.root) == wanted.answer)
    }

    private static let collected: JSONValue = ["name": "n", "age": 1, "id": "i", "hero": ["id": "h", "name": "H"]]

    @Test(arguments: [
        Case(
            "6: descriptions and comments have no effect", "\"d\" query Q(\"v\" $a: Int) { # c\n name echo(a: $a) }",
            ["name": "n", "echo": "e"], #"{"data":{"name":"n","echo":"e"}}"#),
        Case(
            "6.3.2: the response name is the alias if defined", "{ a: name name }", collected,
            #"{"data":{"a":"n","name":"n"}}"#),
        Case(
            "6.3.2: fields with the same response name are executed once and their selections merged",
            "{ hero { id } ...F } fragment F on Query { hero { name } age }", collected,
            #"{"data":{"hero":{"id":"h","name":"H"},"age":1}}"#),
        Case(
            "6.3.2: a fragment counts where it is spread first", "{ ...F age ...F } fragment F on Query { name id }",
            collected, #"{"data":{"name":"n","id":"i","age":1}}"#),
        Case(
            "6.3.2: a fragment that is skipped where it is spread first counts where it is not",
            "{ ...F @skip(if: true) age ...F } fragment F on Query { name }", collected,
            #"{"data":{"age":1,"name":"n"}}"#),
        Case(
            "6.3.2: @skip has precedence over @include, in either order",
            "{ name @include(if: true) @skip(if: true) age @skip(if: false) @include(if: false) id }", collected,
            #"{"data":{"id":"i"}}"#),
        Case(
            "6.3.2: an interface applies to an object that implements it, another object does not",
            "{ ... on Node { id } ... on Query { name } hero { ... on Node { id } } }", collected,
            #"{"data":{"id":"i","name":"n","hero":{"id":"h"}}}"#),
        Case(
            "6.3.2: a union applies to its members", "{ ... on Thing { ... on Query { name } } }", collected,
            #"{"data":{"name":"n"}}"#),
        Case(
            "6.3.2: a selection set of which nothing is left is an empty object",
            "{ hero { ... @skip(if: true) { id } } }", collected, #"{"data":{"hero":{}}}"#),
    ])
    func `6.3 fields are collected`(wanted: Case) throws { try check(wanted) }

    private static let missing =
        "Argument 'b' has invalid value: Expected variable '$b' provided to non-null type 'Int!'"

    @Test(arguments: [
        Case(
            "6.4.1: a variable that provides no value leaves the default to an argument",
            "query($b: Int) { echo(b: $b) }",
            ["echo": "e"], #"{"data":{"echo":"e"}}"#),
        Case(
            "6.4.1: null for a non-null argument is an execution error", "query($b: Int = 1) { name echo(b: $b) }",
            ["name": "n", "echo": "e"], variables: ["b": nil],
            #"{"data":{"name":"n","echo":null},"errors":[{"message":"\#(missing) not to be None.","#
                + #""locations":[{"line":1,"column":35}],"path":["echo"]}]}"#),
        Case(
            "6.1.2: a variable that is not given and has no default provides no value",
            "query($d: Int) { echo(d: { x: 1, y: $d }) }", ["echo": "e"], #"{"data":{"echo":"e"}}"#),
    ])
    func `6.4.1 arguments are coerced`(wanted: Case) throws { try check(wanted) }

    @Test(arguments: [
        ("query($a: Int!) { echo(a: $a) }", "{}"), ("query($a: Int!) { echo(a: $a) }", #"{"a":null}"#),
        ("query($a: Int) { echo(a: $a) }", #"{"a":"1"}"#), ("query($a: Int) { echo(a: $a) }", #"{"a":1.5}"#),
        ("query($c: [Int!]) { echo(c: $c) }", #"{"c":[1,null]}"#), ("query($d: In) { echo(d: $d) }", #"{"d":{}}"#),
        ("query($d: In) { echo(d: $d) }", #"{"d":{"x":1,"z":2}}"#),
    ])
    func `6.1.2 a variable that cannot be coerced is a request error, which has no data and no path`(
        text: String, variables: String
    ) throws {
        let answer = try Engine(Self.sdl).run(text, variables: try JSONValue(parsing: variables), root: ["echo": "e"])
        let response = try JSONValue(parsing: answer)
        #expect(response["data"] == nil)
        #expect(response["errors"]?.items?.isEmpty == false)
        #expect(response["errors"]?.items?.contains { $0["path"] != nil } == false)
    }

    private static let noName = "Cannot return null for non-nullable field Character.name."

    @Test(arguments: [
        Case(
            "6.4.3: a list whose result is no collection is an error", "{ friends { id } name }",
            ["friends": "x", "name": "n"],
            #"{"data":{"friends":null,"name":"n"},"errors":[{"message":"#
                + #""Expected Iterable, but did not find one for field 'Query.friends'.","#
                + #""locations":[{"line":1,"column":3}],"path":["friends"]}]}"#),
        Case(
            "6.4.4: an error in an item is at the item, and its siblings go on", "{ nested }",
            ["nested": [[1], [2, "x"], [3]]],
            #"{"data":{"nested":[[1],null,[3]]},"errors":[{"message":"Int cannot represent non-integer value: 'x'","#
                + #""locations":[{"line":1,"column":3}],"path":["nested",1,1]}]}"#),
        Case(
            "6.4.4: a non-null that is null propagates to the next position that may be null",
            "{ hero { id first { title friends { name } } } }",
            ["hero": ["id": "1", "first": ["title": "t", "friends": [["name": "a"], ["name": nil]]]]],
            #"{"data":{"hero":{"id":"1","first":null}},"errors":[{"message":"\#(noName)","#
                + #""locations":[{"line":1,"column":37}],"path":["hero","first","friends",1,"name"]}]}"#),
        Case(
            "6.4.4: a list of non-nulls with a null is null", "{ strict { name } age }",
            ["strict": [["name": "a"], nil], "age": 1],
            #"{"data":{"strict":null,"age":1},"errors":[{"message":"#
                + #""Cannot return null for non-nullable field Query.strict.","#
                + #""locations":[{"line":1,"column":3}],"path":["strict",1]}]}"#),
        Case(
            "6.4.4: only one error is added for a position", "{ must name }",
            ["must": ["__error": "boom"], "name": "n"],
            #"{"data":null,"errors":[{"message":"boom","locations":[{"line":1,"column":3}],"path":["must"]}]}"#),
        Case(
            "6.4.4: where nothing may be null the data are null", "{ sure { sure { must } } }",
            ["sure": ["sure": ["must": nil]]],
            #"{"data":null,"errors":[{"message":"Cannot return null for non-nullable field Query.must.","#
                + #""locations":[{"line":1,"column":17}],"path":["sure","sure","must"]}]}"#),
        Case(
            "6.4.3: an abstract type is resolved for each item",
            "{ things { ... on Character { title } ... on Query { age } } }",
            ["things": [["__typename": "Query", "age": 3], ["__typename": "Character", "title": "t"]]],
            #"{"data":{"things":[{"age":3},{"title":"t"}]}}"#),
    ])
    func `6.4 values are completed, and errors go as far up as they must`(wanted: Case) throws { try check(wanted) }

    private static let unfetched = #"{"message":"Name could not be fetched.","locations":[{"line":2,"column":28}],"#

    @Test(arguments: [
        Case(
            "7.1: without errors there is no entry for them, and no other entry", "{ name }", ["name": nil],
            #"{"data":{"name":null}}"#),
        Case(
            "7.1.3: a path has response names and indices from 0, also below what is not there any more",
            "{ hero { name\n heroFriends: friends { id n: name } } }",
            [
                "hero": [
                    "name": "R2",
                    "friends": [
                        ["id": "1", "name": "Luke"], ["id": "2", "name": ["__error": "Name could not be fetched."]],
                    ],
                ]
            ],
            #"{"data":{"hero":null},"errors":[\#(unfetched)"path":["hero","heroFriends",1,"n"]}]}"#),
        Case(
            "7.1.5: an error has the place of every field that asks for the position",
            "{ hero { title } hero { title } }",
            ["hero": ["title": ["__error": "no"]]],
            #"{"data":{"hero":{"title":null}},"errors":[{"message":"no","locations":[{"line":1,"column":10},"#
                + #"{"line":1,"column":25}],"path":["hero","title"]}]}"#),
        Case(
            "7.2.1: each kind of value is the JSON value that is named for it",
            "{ name age float yes episode id any nested friends { id } }",
            [
                "name": "s", "age": 1, "float": 1.5, "yes": true, "episode": "JEDI", "id": 7, "any": ["k": [nil, 1]],
                "nested": [[], nil], "friends": [nil],
            ],
            #"{"data":{"name":"s","age":1,"float":1.5,"yes":true,"episode":"JEDI","id":"7","any":{"k":[null,1]},"#
                + #""nested":[[],null],"friends":[null]}}"#),
        Case(
            "7.2.2: entries stand in the order in which the fields are requested", "{ age name }",
            ["name": "Mark", "age": 30], #"{"data":{"age":30,"name":"Mark"}}"#),
        Case(
            "7.2.2: that order is the fragments' too", "{ ...F age } fragment F on Query { name }",
            ["age": 30, "name": "Mark"], #"{"data":{"name":"Mark","age":30}}"#),
    ])
    func `7 responses say what they must and nothing else`(wanted: Case) throws { try check(wanted) }

    @Test func `6.1 a request names its operation where the document has several`() throws {
        let engine = try Engine(Self.sdl)
        let text = "query A { name } query B { age }"
        #expect(throws: (any Error).self) { try engine.prepare(text) }
        #expect(throws: (any Error).self) { try engine.prepare(text, operation: "C") }
        #expect(try engine.prepare(text, operation: "B").name == "B")
        #expect(throws: (any Error).self) { try engine.prepare("query A { name }", operation: "") }
    }
}
