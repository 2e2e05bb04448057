import GraphQLLanguage

/// `belvedere graphql format`: a document or SDL laid out the one way.
enum GraphQLFormat: Command {
    static let path = ["graphql", "format"]
    static let summary = "Print a document or SDL in its one layout"
    static let usage = "<file.graphql>"
    static let example = "belvedere graphql format query.graphql"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let file = try arguments.operands(1...1, what: "one file, or - for standard input")[0]
        console.write(try GraphQLFiles.document(file, console).printedBytes(keepsComments: true) + [UInt8(ascii: "\n")])
        return .success
    }
}
