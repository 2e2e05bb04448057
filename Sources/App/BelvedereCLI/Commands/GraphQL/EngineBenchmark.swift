import Glibc
import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import JSON
import Rows

/// The measured requests: one schema, data in memory, plans made once.
enum EngineBenchmark {
    struct Measurement {
        let name: String
        /// Bytes that one run reads or writes, for the rate.
        let bytes: Int
        let run: () -> Int

        /// Processor time of one run: the best of several rounds, each long enough to be measured.
        func nanoseconds() -> Double {
            var count = 1
            var best = Double.infinity
            for _ in 0..<12 {
                let start = Self.clock()
                var sink = 0
                for _ in 0..<count { sink &+= run() }
                let spent = Self.clock() - start
                if sink == Int.min { return 0 }
                if spent < 20_000_000 { count *= 4 }
                best = min(best, spent / Double(count))
            }
            return best
        }

        private static func clock() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
        }
    }

    static let sdl = """
        type Query { greet: String posts: [Post!]! }
        type Post { id: ID! userId: Int! title: String! user: User }
        type User { id: ID! name: String! email: String! }
        """

    /// Requests over data in memory, their plans made before.
    static func executions() throws(CommandFailure) -> [Measurement] {
        let schema = try build(Array(sdl.utf8))
        let posts = "{ posts { id userId title user { id name email } } }"
        let bindings = bindings(schema)
        return [
            try execution("execute { greet }", "{ greet }", schema, bindings),
            try execution("execute 100 posts with users", posts, schema, bindings),
            Measurement(name: "parse, validate and plan the posts", bytes: posts.utf8.count) {
                planned(Array(posts.utf8), schema, bindings)
            },
        ]
    }

    /// What happens to a document and a schema before anything is executed.
    static func stages(schema sdl: [UInt8], document text: [UInt8]) throws(CommandFailure) -> [Measurement] {
        let schema = try build(sdl)
        guard let document = try? Document.parse(text), case .valid = validate(document, against: schema) else {
            throw CommandFailure("The document is not valid for the schema.")
        }
        let introspection = schema.introspectionJSON().count
        return [
            Measurement(name: "parse the query", bytes: text.count) { parsed(text) },
            Measurement(name: "validate the query", bytes: text.count) {
                if case .valid = validate(document, against: schema) { 1 } else { 0 }
            },
            Measurement(name: "parse, validate and plan the query", bytes: text.count) {
                planned(text, schema, .json)
            },
            Measurement(name: "parse the schema", bytes: sdl.count) { parsed(sdl) },
            Measurement(name: "build the schema", bytes: sdl.count) { (try? build(sdl))?.types.count ?? 0 },
            Measurement(name: "introspect the schema", bytes: introspection) { schema.introspectionJSON().count },
        ]
    }

    private static func build(_ sdl: [UInt8]) throws(CommandFailure) -> Schema {
        do throws(SchemaFaults) { return try SchemaBuilder().build([Source(sdl)]) } catch {
            throw CommandFailure("The schema has faults: \(error.faults.first?.message ?? "")")
        }
    }

    private static func execution(
        _ name: String, _ text: String, _ schema: Schema, _ bindings: BindingTable
    ) throws(CommandFailure) -> Measurement {
        guard let valid = validated(Array(text.utf8), schema), !valid.document.operations.isEmpty else {
            throw CommandFailure("A document of the benchmark is not valid.")
        }
        let operation = PreparedOperation(valid, operation: NodeID(0), bindings: bindings)
        let request = ExecutionRequest(operation)
        let bytes = request.immediateResponse()?.bytes.count ?? 0
        return Measurement(name: name, bytes: bytes) { request.immediateResponse()?.bytes.count ?? 0 }
    }

    private static func parsed(_ text: [UInt8]) -> Int { (try? Document.parse(text))?.tokenCount ?? 0 }

    private static func validated(_ text: [UInt8], _ schema: Schema) -> ValidDocument? {
        guard let document = try? Document.parse(text),
            case .valid(let valid) = validate(document, against: schema)
        else { return nil }
        return valid
    }

    private static func planned(_ text: [UInt8], _ schema: Schema, _ bindings: BindingTable) -> Int {
        guard let valid = validated(text, schema) else { return 0 }
        let operation = PreparedOperation(valid, operation: NodeID(0), bindings: bindings)
        return (try? operation.plan())?.fields.count ?? 0
    }

    /// 100 posts of 10 users, in batches that are shared by every run as a store's cache would.
    private static func bindings(_ schema: Schema) -> BindingTable {
        var posts = RowBatch(columnCount: 3)
        for number in 1...100 {
            posts.append(.int(Int64(number)))
            posts.append(.int(Int64((number - 1) / 10 + 1)))
            posts.append(text: "sunt aut facere repellat provident occaecati \(number)")
            posts.endRow()
        }
        var users = RowBatch(columnCount: 3)
        for number in 1...10 {
            users.append(.int(Int64(number)))
            users.append(text: "Leanne Graham \(number)")
            users.append(text: "user\(number)@april.biz")
            users.endRow()
        }
        return bind(schema, posts: posts, users: users)
    }

    private static func bind(_ schema: Schema, posts: RowBatch, users: RowBatch) -> BindingTable {
        var table = BindingTable(for: schema)
        func set(_ type: String, _ field: String, _ binding: FieldBinding) {
            guard let type = schema.type(named: type), let field = schema.field(named: field, of: type) else { return }
            table[field] = binding
        }
        set("Query", "greet", .constant(Array("\"Hello World!\"".utf8)))
        set(
            "Query", "posts",
            .load(LoadBinding(name: "all posts", shape: .many, loader: .immediate { _ in .all(posts) })))
        set(
            "Post", "user",
            .load(
                LoadBinding(
                    name: "users by id", keys: ["userId"], shape: .one,
                    loader: .immediate { call in
                        let groups = (0..<call.keys.rowCount).map { key in
                            let row = Int(call.keys.cell(row: key, column: 0).int) - 1
                            return LoadResult.Group.rows(row..<row + 1)
                        }
                        return LoadResult(rows: users, groups: groups)
                    })))
        return table
    }
}
