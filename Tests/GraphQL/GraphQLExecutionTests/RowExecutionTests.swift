import GraphQLExecution
import GraphQLPlanning
import GraphQLSchema
import JSON
import Rows
import Testing

struct RowExecutionTests {
    private static let sdl = """
        scalar DateTime
        scalar Long
        scalar MicroUSD
        type Query { posts: [Post!]! post(id: ID!): Post maybe: [Post] broken: Post search: [Thing!]! page: PostPage! }
        type Post { id: ID! userId: Int! title: String! user: User author: User! tags: [String!] at: DateTime
            cost: MicroUSD size: Long meta: Meta shout: String! kind: Kind self: Post! }
        type Meta { a: Int b: [Meta!] }
        enum Kind { NEWS BLOG }
        type User { id: ID! name: String email: String! posts: [Post!]! }
        interface Named { name: String }
        type Cat implements Named { name: String lives: Int }
        type Dog implements Named { name: String owner: User }
        union Thing = Cat | Dog
        type PostPage { edges: [PostEdge!]! nodes: [Post!]! pageInfo: PageInfo! totalCount: Int! }
        type PostEdge { cursor: String! node: Post! }
        type PageInfo { hasNextPage: Boolean! endCursor: String }
        """

    private let log = CallLog()
    private static let users = RowTable(rows: [
        ["id": 1, "name": "Ann", "email": "ann@example.com"], ["id": 2, "name": nil, "email": "bob@example.com"],
        ["id": 3, "name": "Cy", "email": nil],
    ])
    private static let posts = RowTable(rows: [
        [
            "id": 10, "userId": 1, "title": "Erste „Zeile“\n", "at": 1_700_000_000_123_456, "cost": 1_500_000,
            "size": 9_007_199_254_740_991, "tags": ["a", "b"], "meta": ["a": 1, "b": [["a": 2]]], "kind": "NEWS",
        ],
        ["id": 11, "userId": 2, "title": "Two", "tags": [nil], "size": 9_007_199_254_740_992, "kind": "OLD"],
        ["id": 12, "userId": 1, "title": "Three"], ["id": 13, "userId": 9, "title": "Four"],
    ])
    private static let things = RowTable(rows: [
        ["__typename": "Cat", "name": "Tom", "lives": 7, "ownerId": nil],
        ["__typename": "Dog", "name": "Rex", "ownerId": 1], ["__typename": "Dog", "name": "Ace", "ownerId": 2],
    ])

    private func engine() throws -> Engine {
        let user = LoadBinding(
            name: "users by id", keys: ["userId"], shape: .one, loader: log.logging(Self.users.by("id")))
        let owner = LoadBinding(
            name: "users by id", keys: ["ownerId"], shape: .one, loader: log.logging(Self.users.by("id")))
        let shout = ComputeBinding(name: "shout", inputs: ["title", "id"]) { call in
            var cells = RowBatch(columnCount: 1)
            var failures: [Int: LoadFailure] = [:]
            for row in 0..<call.parents.rowCount {
                cells.append(text: call.parents.string(of: call.parents.cell(row: row, column: 0)).uppercased())
                cells.endRow()
                if call.parents.cell(row: row, column: 1).int == 12 { failures[row] = LoadFailure(message: "hoarse") }
            }
            return ComputeResult(cells: cells, failures: failures)
        }
        return try Engine(
            Self.sdl,
            [
                "Post.meta": .column("meta"),
                "Query.posts": .load(
                    LoadBinding(name: "all posts", shape: .many, loader: log.logging(Self.posts.all()))),
                "Query.maybe": .load(
                    LoadBinding(
                        name: "nothing", shape: .many,
                        loader: .immediate { _ in
                            LoadResult(rows: RowBatch(columnCount: 0), groups: [.null])
                        })),
                "Query.broken": .load(
                    LoadBinding(
                        name: "broken", shape: .one,
                        loader: .immediate { call in
                            .failed(LoadFailure(message: "no luck", extensions: Array(#"{"code":"X"}"#.utf8)), keys: 1)
                        })),
                "Query.post": .load(
                    LoadBinding(
                        name: "post by id", shape: .one,
                        loader: log.logging(
                            .immediate { call in
                                guard case .string(let id)? = call.arguments.entries.first?.value else {
                                    return .failed(LoadFailure(message: "no id"), keys: 1)
                                }
                                let wanted = JSONValue.number(String(decoding: id, as: UTF8.self))
                                let rows = Self.posts.rows.filter { $0["id"] == wanted }
                                return .all(Self.posts.batch(rows, columns: call.columns))
                            }))),
                "Query.search": .load(
                    LoadBinding(name: "all things", shape: .many, loader: log.logging(Self.things.all()))),
                "Query.page": .load(
                    LoadBinding(
                        name: "page of posts", shape: .connection,
                        loader: log.logging(
                            .immediate { call in
                                let page = RowTable(rows: [["totalCount": 4, "hasNextPage": true, "endCursor": "c11"]])
                                let rows = Self.posts.rows.prefix(2).map { row in
                                    row.merging(["cursor": .string("c" + (row["id"]?.text ?? ""))]) { left, _ in left }
                                }
                                return .all(
                                    Self.posts.batch(rows, columns: call.columns),
                                    pages: page.batch(page.rows, columns: call.pageColumns))
                            }))),
                "Post.user": .load(user), "Post.author": .load(user), "Dog.owner": .load(owner),
                "Post.self": .embedded(presence: nil), "Post.shout": .compute(shout),
                "User.posts": .load(
                    LoadBinding(
                        name: "posts by user", keys: ["id"], shape: .many, loader: log.logging(Self.posts.by("userId")))
                ),
                "PostPage.edges": .items, "PostPage.nodes": .items, "PostEdge.node": .embedded(presence: nil),
                "PostPage.pageInfo": .embedded(presence: nil),
            ])
    }

    @Test func `parents share one load of distinct keys and only the shown columns are read`() throws {
        let answer = try engine().run("{ posts { id user { name email } } }")
        #expect(
            answer == #"{"data":{"posts":[{"id":"10","user":{"name":"Ann","email":"ann@example.com"}},"#
                + #"{"id":"11","user":{"name":null,"email":"bob@example.com"}},"#
                + #"{"id":"12","user":{"name":"Ann","email":"ann@example.com"}},{"id":"13","user":null}]}}"#)
        #expect(log.all.map(\.name) == ["all posts", "users by id"])
        #expect(log.all.map(\.columns) == [["id", "userId"], ["name", "email"]])
        #expect(log.all.map(\.keys) == [1, 3])
    }

    @Test func `fields with the same binding and arguments are one load whatever they select`() throws {
        let answer = try engine().run(
            #"{ a: post(id: "10") { title } b: post(id: "10") { id } c: post(id: "11") { id } }"#)
        #expect(answer == #"{"data":{"a":{"title":"Erste „Zeile“\n"},"b":{"id":"10"},"c":{"id":"11"}}}"#)
        #expect(log.all.map(\.columns) == [["title", "id"], ["id"]])
    }

    @Test func `keys that were loaded in an earlier wave are not loaded again`() throws {
        let answer = try engine().run(
            #"{ post(id: "10") { user { posts { id user { posts { id user { name } } } } } } }"#)
        #expect(answer.contains(#"{"id":"12","user":{"name":"Ann"}}"#))
        #expect(log.all.map(\.name) == ["post by id", "users by id", "posts by user"])
    }

    @Test func `scalars are written by their codecs`() throws {
        let answer = try engine().run("{ posts { at cost size tags meta { a b { a } } kind } }")
        #expect(
            answer == #"{"data":{"posts":[{"at":"2023-11-14T22:13:20.123456Z","cost":"1500000","#
                + #""size":9007199254740991,"tags":["a","b"],"meta":{"a":1,"b":[{"a":2}]},"kind":"NEWS"},"#
                + #"{"at":null,"cost":null,"size":null,"tags":null,"meta":null,"kind":null},"#
                + #"{"at":null,"cost":null,"size":null,"tags":null,"meta":null,"kind":null},"#
                + #"{"at":null,"cost":null,"size":null,"tags":null,"meta":null,"kind":null}]},"errors":["#
                + #"{"message":"Long cannot represent 9007199254740992 as a JSON number without losing digits.","#
                + #""locations":[{"line":1,"column":19}],"path":["posts",1,"size"]},"#
                + #"{"message":"Cannot return null for non-nullable field Post.tags.","#
                + #""locations":[{"line":1,"column":24}],"path":["posts",1,"tags",0]},"#
                + #"{"message":"Enum 'Kind' cannot represent value: 'OLD'","#
                + #""locations":[{"line":1,"column":48}],"path":["posts",1,"kind"]}]}"#)
    }

    @Test func `a failure is an error at its position and null goes up to where it may`() throws {
        let engine = try engine()
        #expect(
            try engine.run("{ maybe { id } broken { id } }") == #"{"data":{"maybe":null,"broken":null},"errors":"#
                + #"[{"message":"no luck","locations":[{"line":1,"column":16}],"path":["broken"],"#
                + #""extensions":{"code":"X"}}]}"#)
        #expect(
            try engine.run("{ posts { author { name } } }") == #"{"data":null,"errors":"#
                + #"[{"message":"Cannot return null for non-nullable field Post.author.","#
                + #""locations":[{"line":1,"column":11}],"path":["posts",3,"author"]}]}"#)
        #expect(
            try engine.run(#"{ post(id: "12") { id shout } }"#) == #"{"data":{"post":null},"errors":"#
                + #"[{"message":"hoarse","locations":[{"line":1,"column":23}],"path":["post","shout"]}]}"#)
    }

    @Test func `rows of several types each get the fields of their own`() throws {
        let answer = try engine().run(
            "{ search { __typename ... on Named { name } ... on Cat { lives } ... on Dog { owner { name } } } }")
        #expect(
            answer == #"{"data":{"search":[{"__typename":"Cat","name":"Tom","lives":7},"#
                + #"{"__typename":"Dog","name":"Rex","owner":{"name":"Ann"}},"#
                + #"{"__typename":"Dog","name":"Ace","owner":{"name":null}}]}}"#)
        #expect(log.all.map(\.columns) == [["__typename", "name", "lives", "ownerId"], ["name"]])
    }

    @Test func `a connection gives its page and its rows from one load`() throws {
        let answer = try engine().run(
            "{ page { totalCount pageInfo { hasNextPage endCursor } "
                + "edges { cursor node { id self { user { name } } } } nodes { shout } } }")
        #expect(
            answer == #"{"data":{"page":{"totalCount":4,"pageInfo":{"hasNextPage":true,"endCursor":"c11"},"#
                + #""edges":[{"cursor":"c10","node":{"id":"10","self":{"user":{"name":"Ann"}}}},"#
                + #"{"cursor":"c11","node":{"id":"11","self":{"user":{"name":null}}}}],"#
                + #""nodes":[{"shout":"ERSTE „ZEILE“\n"},{"shout":"TWO"}]}}}"#)
        #expect(log.all.map(\.name) == ["page of posts", "users by id"])
    }
}
