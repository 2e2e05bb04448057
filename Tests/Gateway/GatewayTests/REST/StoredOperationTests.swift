import GraphQLLanguage
import GraphQLSchema
import HTTP
import Testing

@testable import Gateway

struct StoredOperationTests {
    static let sdl = """
        enum HttpMethod { GET POST PUT PATCH DELETE }
        directive @rest(
          method: HttpMethod! path: String! status: Int! = 200 query: [String!]! = [] body: String
        ) on QUERY | MUTATION
        directive @status(code: Int!) on ENUM_VALUE
        directive @live on QUERY
        enum Reason { GONE @status(code: 410) TAKEN @status(code: 409) }
        enum Bare { NOTHING }
        type Refused { reason: Reason! message: String! }
        type Odd { reason: Bare! message: String! }
        type Done { position: Int! }
        union Result = Done | Refused
        union Strange = Done | Odd
        input Deep { text: String! }
        type Query { thing(id: ID!): Done things(ids: [ID!], deep: Deep, n: Int): [Done!]! }
        type Mutation { act(id: ID, deep: Deep): Result! odd: Strange! }
        type Subscription { tick: Int! }
        """

    static func read(_ texts: String...) throws -> ReadStoredOperations {
        let schema = try SchemaBuilder(codecs: .gateway).build(sdl)
        let sources = texts.enumerated().map { Source($0.element, name: "Schema/rest/file\($0.offset).graphql") }
        return ReadStoredOperations(sources, against: schema)
    }

    private static let act = "{ act(id: $id) { __typename ... on Refused { reason message } } }"

    @Test func `variables have their places in the path, the query string and the body`() throws {
        let read = try Self.read(
            """
            "Acts."
            mutation Act($id: ID!, $deep: Deep, $dry: Boolean! = false, $text: String!)
            @rest(method: POST, path: "/things/{id}/acts", status: 201, query: ["dry"]) {
              act(id: $id, deep: $deep) {
                __typename
                ... on Done @include(if: $dry) { position }
                ... on Refused { reason message x: message @skip(if: $dry) }
              }
            }
            """.replacing("$text: String!", with: "$other: Deep = { text: \"x\" }")
                .replacing("act(id: $id, deep: $deep)", with: "act(id: $id, deep: $other)")
                .replacing("$deep: Deep, ", with: ""))
        #expect(read.faults.map(\.description) == [])
        let operation = try #require(read.operations.first)
        #expect(operation.variables.map(\.name) == ["id", "dry", "other"])
        #expect(operation.variables.map(\.place) == [.path(0), .query, .member])
        #expect(operation.variables.map(\.isRequired) == [true, false, false])
        #expect(operation.path.pattern == "/things/:id/acts")
        #expect(operation.success.rawValue == 201)
        #expect(operation.refusals.first?.statuses[Array("GONE".utf8)]?.rawValue == 410)
        #expect(operation.description == "Acts.")
    }

    @Test(arguments: [
        ("query Q { thing(id: 1) ", "1:24: "),
        ("query Q @rest(method: GET, path: \"/a\") { nothing }", "1:42: Cannot query field 'nothing'"),
        ("query ($id: ID!) @rest(method: GET, path: \"/a/{id}\") { thing(id: $id) { position } }", "1:1: A stored"),
        ("query Q { thing(id: 1) { position } }", "1:1: A stored operation needs @rest"),
        ("subscription S { tick }", "1:1: A subscription cannot be a route."),
        ("query Q @rest(method: GET, path: \"/a/{id}\") { thing(id: 1) { position } }", "1:9: The path names {id}"),
        ("query Q @rest(method: GET, path: \"a\") { thing(id: 1) { position } }", "1:9: \"a\" is no path"),
        ("query Q @rest(method: GET, path: \"/a/../b\") { thing(id: 1) { position } }", "1:9: \"/a/../b\" is no path"),
        (
            "query Q($ids: [ID!]!) @rest(method: GET, path: \"/a/{ids}\") { things(ids: $ids) { position } }",
            "1:9: $ids is in the path, so it must be a scalar"
        ),
        (
            "query Q($id: ID!) @rest(method: GET, path: \"/{id}/{id}\") { thing(id: $id) { position } }",
            "1:19: The path names {id} twice."
        ),
        (
            "query Q($deep: Deep) @rest(method: GET, path: \"/a\") { things(deep: $deep) { position } }",
            "1:9: $deep is in the query string"
        ),
        ("mutation M($id: ID) @rest(method: GET, path: \"/a\") \(act)", "1:21: A GET must not change anything"),
        (
            "query Q @rest(method: DELETE, path: \"/a\") { thing(id: 1) { position } }",
            "1:9: A query changes nothing"
        ),
        ("mutation M($id: ID) @rest(method: POST, path: \"/a\", status: 404) \(act)", "1:21: The status of success"),
        ("mutation M($id: ID) @rest(method: POST, path: \"/a\", body: \"x\") \(act)", "1:21: There is no variable $x."),
        ("mutation M($id: ID) @rest(method: DELETE, path: \"/a\", body: \"id\") \(act)", "1:21: A DELETE has no body."),
        (
            "mutation M($id: ID, $d: Deep) @rest(method: POST, path: \"/a\", body: \"d\") "
                + "{ act(id: $id, deep: $d) { __typename ... on Refused { reason message } } }",
            "1:12: $id has no place"
        ),
        ("mutation M @rest(method: POST, path: \"/a\") { act { __typename } }", "1:46: Select reason of Refused"),
        (
            "mutation M @rest(method: POST, path: \"/a\") "
                + "{ odd { __typename ... on Odd { reason message } } }", "1:46: Bare.NOTHING has no @status"
        ),
        (
            "query Q @rest(method: GET, path: \"/a\") { a: thing(id: 1) { position } b: thing(id: 2) { position } }",
            "1:40: A route answers with one field"
        ),
        (
            "query Q @live @rest(method: GET, path: \"/a\") { thing(id: 1) { position } }",
            "1:9: A route answers once"
        ),
    ])
    func `a fault is told with its place`(text: String, expected: String) throws {
        let read = try Self.read(text)
        let told = read.faults.map(\.description)
        #expect(told.count == 1 && read.operations.isEmpty, "\(told)")
        #expect(told.first?.hasPrefix("Schema/rest/file0.graphql:" + expected) == true, "\(told)")
    }

    @Test func `a route leads to one operation, and a name means one, in whatever file`() throws {
        let one = "query One($id: ID!) @rest(method: GET, path: \"/a/{id}\") { thing(id: $id) { position } }"
        let same = "query Two($x: ID!) @rest(method: GET, path: \"/a/{x}\") { thing(id: $x) { position } }"
        let named = "\n  query One @rest(method: GET, path: \"/b\") { thing(id: 1) { position } }"
        let read = try Self.read(one, same, named)
        #expect(
            read.faults.map(\.description) == [
                "Schema/rest/file1.graphql:1:1: GET /a/{x} leads to two operations: Schema/rest/file0.graphql:1:1: One",
                "Schema/rest/file2.graphql:2:3: One is the name of Schema/rest/file0.graphql:1:1: another operation",
            ])
        #expect(read.operations.map(\.name) == ["One"])
    }
}
