/// `belvedere graphql batch`: the engine as a filter, for suites that put many cases to it.
enum GraphQLBatch: Command {
    static let path = ["graphql", "batch"]
    static let summary = "Answer JSON Lines: parse, print, schema, printSchema, introspect, validate, execute"
    static let usage = "< cases.jsonl > answers.jsonl"
    static let example =
        #"echo '{"id":1,"op":"execute","schema":"type Query{a:Int}","document":"{a}","root":{"a":1}}' "#
        + "| belvedere graphql batch"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        try arguments.finish()
        var session = BatchSession()
        var lines = LineReader()
        while let line = try lines.next(orIdle: { session.flush(to: console) }) {
            session.answer(line, on: console)
        }
        session.flush(to: console)
        return .success
    }
}
