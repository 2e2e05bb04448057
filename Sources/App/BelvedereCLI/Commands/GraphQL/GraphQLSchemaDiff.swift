import GraphQLSchema
import JSON

/// `belvedere graphql schema diff`: what a change of schema means for clients.
enum GraphQLSchemaDiff: Command {
    static let path = ["graphql", "schema", "diff"]
    static let summary = "List what changed between two schemas, and fail if it breaks clients"
    static let usage = "[--json] [--strict] <old.graphql> <new.graphql>"
    static let options = [
        OptionHelp("--json", "one JSON object a line"), OptionHelp("--strict", "fail on dangerous changes too"),
    ]
    static let example = "belvedere graphql schema diff --strict deployed.graphql Schema/schema.graphql"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let isJSON = arguments.flag("--json")
        let isStrict = arguments.flag("--strict")
        let files = try arguments.operands(2...2, what: "the old and the new schema")
        let old = try GraphQLFiles.schema([files[0]], console)
        let new = try GraphQLFiles.schema([files[1]], console)
        let changes = SchemaDiff.changes(from: old, to: new)
        for severity in SchemaChange.Severity.allCases {
            for change in changes where change.severity == severity {
                console.write(isJSON ? json(change) : "\(severity.rawValue): \(change.description)\n")
            }
        }
        let isRefused = changes.contains { change in
            switch change.severity {
            case .breaking: true
            case .dangerous: isStrict
            case .safe: false
            }
        }
        if !isJSON { console.say(GraphQLFiles.count(changes.count, "change") + ".") }
        return isRefused ? .failed : .success
    }

    private static func json(_ change: SchemaChange) -> String {
        let value: JSONValue = [
            "severity": .string(change.severity.rawValue), "kind": .string(change.kind.rawValue),
            "coordinate": .string(change.coordinate), "description": .string(change.description),
        ]
        return value.text + "\n"
    }
}
