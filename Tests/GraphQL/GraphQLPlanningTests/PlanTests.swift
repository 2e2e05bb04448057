import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import Rows
import Testing

struct PlanTests {
    private static let sdl = """
        type Query {
            posts(first: Int = 10): [Post!]! post(id: ID!): Post things: [Thing!]! page: PostPage! now: String
        }
        type Post { id: ID! userId: Int title: String user: User author: User shout: String meta: Meta }
        type Meta { a: Int }
        type User { id: ID! name: String email: String posts: [Post!]! }
        interface Named { name: String }
        type Cat implements Named { name: String lives: Int }
        type Dog implements Named { name: String owner: User }
        union Thing = Cat | Dog
        type PostPage { edges: [PostEdge!]! totalCount: Int! }
        type PostEdge { cursor: String! node: Post! }
        """

    private func prepare(
        _ text: String, limits: PlanningLimits = PlanningLimits(), sdl: String = sdl
    ) throws -> PreparedOperation {
        let schema = try SchemaBuilder().build(sdl)
        let document = try Document.parse(Array(text.utf8))
        guard case .valid(let valid) = validate(document, against: schema) else { throw Invalid() }
        return PreparedOperation(valid, operation: NodeID(0), bindings: bindings(schema), limits: limits)
    }

    private struct Invalid: Error {}

    private func bindings(_ schema: Schema) -> BindingTable {
        var table = BindingTable(for: schema)
        func set(_ type: String, _ field: String, _ binding: FieldBinding) {
            guard let type = schema.type(named: type), let field = schema.field(named: field, of: type) else { return }
            table[field] = binding
        }
        let nothing = Loader.immediate { .failed(LoadFailure(message: "nothing"), keys: $0.keys.rowCount) }
        func load(_ name: String, _ keys: [String], _ shape: LoadBinding.Shape) -> FieldBinding {
            .load(LoadBinding(name: name, keys: keys, shape: shape, loader: nothing))
        }
        set("Query", "posts", load("all posts", [], .many))
        set("Query", "post", load("post by id", [], .one))
        set("Query", "things", load("all things", [], .many))
        set("Query", "page", load("page of posts", [], .connection))
        set("Query", "now", .constant(Array("\"now\"".utf8)))
        set("Post", "user", load("users by id", ["userId"], .one))
        set("Post", "author", load("users by id", ["userId"], .one))
        set("Post", "meta", .column("metaJSON"))
        set(
            "Post", "shout",
            .compute(
                ComputeBinding(name: "shouting", inputs: ["title", "mood"]) { call in ComputeResult(cells: call.parents)
                }))
        set("User", "posts", load("posts by user", ["id"], .many))
        set("Dog", "owner", load("users by id", ["ownerId"], .one))
        set("PostPage", "edges", .items)
        set("PostEdge", "node", .embedded(presence: nil))
        return table
    }

    private func plan(_ text: String) throws -> String { PlanPrinter.text(try prepare(text).plan()) }

    @Test func `a plan reads only the columns that are shown or needed as keys`() throws {
        let text = try plan("{ posts { t: title user { name } shout meta { a } } now __typename }")
        #expect(
            text == """
                query
                  load 0: "all posts" Query.posts → title, userId, mood, metaJSON
                  load 1: "users by id" Post.user by userId → name
                  object Query
                    posts: [Post!]! ← load 0
                      object Post
                        t: String ← column title
                        user: User ← load 1
                          object User
                            name: String ← column name
                        shout: String ← computed by "shouting"
                        meta: Meta ← column metaJSON
                          object Meta
                            a: Int ← member a
                    now: String ← constant "now"
                    __typename: String! ← constant "Query"

                """)
    }

    @Test func `the same load with other selections is one load with the columns of both`() throws {
        let text = try plan("{ a: posts(first: 3) { id } b: posts( first :3 ){ title } c: posts { id } }")
        #expect(text.contains(#"load 0: "all posts" Query.posts → id, title"#))
        #expect(text.contains(#"load 1: "all posts" Query.posts → id"#))
        #expect(!text.contains("load 2"))
    }

    @Test func `an abstract type has a plan for each concrete type over one layout`() throws {
        let text = try plan("{ things { ... on Named { name } ... on Cat { lives } ... on Dog { owner { email } } } }")
        #expect(
            text == """
                query
                  load 0: "all things" Query.things → __typename, name, lives, ownerId
                  load 1: "users by id" Dog.owner by ownerId → email
                  object Query
                    things: [Thing!]! ← load 0
                      object Cat
                        name: String ← column name
                        lives: Int ← column lives
                      object Dog
                        name: String ← column name
                        owner: User ← load 1
                          object User
                            email: String ← column email

                """)
    }

    @Test func `a connection is one load with a row for the page and rows on it`() throws {
        let text = try plan("{ page { totalCount edges { cursor node { title } } } }")
        #expect(
            text == """
                query
                  load 0: "page of posts" Query.page → cursor, title; page: totalCount
                  object Query
                    page: PostPage! ← load 0
                      object PostPage
                        totalCount: Int! ← column totalCount
                        edges: [PostEdge!]! ← the rows of the page
                          object PostEdge
                            cursor: String! ← column cursor
                            node: Post! ← the same row
                              object Post
                                title: String ← column title

                """)
    }

    @Test func `fragments that spread exponentially make a plan as small as their text`() throws {
        var text = "{ posts { user { ...F0 } } }\n"
        for number in 0..<30 {
            text += "fragment F\(number) on User { a: posts { user { ...F\(number + 1) } } "
            text += "b: posts { author { ...F\(number + 1) } } }\n"
        }
        let plan = try prepare(text + "fragment F30 on User { name }").plan()
        #expect(plan.fields.count < 300)
    }

    @Test func `a plan that would grow too large is refused`() throws {
        let error = #expect(throws: PlanError.self) {
            try prepare("{ posts { id title user { id } } }", limits: PlanningLimits(fieldsMax: 4)).plan()
        }
        #expect(error == .tooManyFields(limit: 4))
    }

    @Test func `a composite field without a binding is refused by name`() throws {
        let error = #expect(throws: PlanError.self) {
            try prepare("{ a { b } }", sdl: "type Query { a: A } type A { b: Int }").plan()
        }
        #expect(error == .unboundField(coordinate: "Query.a"))
    }

    @Test func `a plan is made once for each setting of the conditions`() throws {
        let operation = try prepare("query($s: Boolean!) { posts { id @skip(if: $s) title } }")
        var settings = ConditionSettings()
        settings[0] = .yes
        let shown = try operation.plan()
        let skipped = try operation.plan(settings)
        #expect(shown !== skipped)
        #expect(try operation.plan(settings) === skipped)
        #expect(!PlanPrinter.text(skipped).contains("id: ID!"))
        #expect(operation.conditions.variables == [0])
    }
}
