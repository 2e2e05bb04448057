import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import JSON
import Rows

/// `belvedere graphql bench`: what the stages of the engine cost on this machine.
enum GraphQLBench: Command {
    static let path = ["graphql", "bench"]
    static let summary = "Measure the engine on this machine"
    static let usage = "[--json] [--schema <file.graphql> --document <query.graphql>] [--only <name> --runs <count>]"
    static let options = [
        OptionHelp("--json", "one JSON object a line, times in nanoseconds"),
        OptionHelp("--schema <file>", "SDL that is read and built"),
        OptionHelp("--document <file>", "a document for that schema that is read and validated"),
        OptionHelp("--only <name>", "one of the measured requests"),
        OptionHelp("--runs <count>", "run it so often without measuring, for whoever counts instructions"),
    ]
    static let example = "belvedere graphql bench"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let isJSON = arguments.flag("--json")
        let schema = try arguments.option("--schema")
        let document = try arguments.option("--document")
        let only = try arguments.option("--only")
        let runs = try arguments.option("--runs")
        try arguments.finish()
        var measurements = try EngineBenchmark.executions()
        if let only {
            measurements = measurements.filter { $0.name == only }
            guard !measurements.isEmpty else { throw .usage("There is no request of the name \(only).") }
        }
        if let runs {
            guard let count = Int(runs), count > 0, let measurement = measurements.first else {
                throw .usage("--runs is a number.")
            }
            for _ in 0..<count where measurement.run() == 0 { throw CommandFailure("The request has no answer.") }
            return .success
        }
        if let schema, let document {
            measurements += try EngineBenchmark.stages(schema: console.read(schema), document: console.read(document))
        }
        for measurement in measurements {
            let nanoseconds = measurement.nanoseconds()
            if isJSON {
                var writer = JSONWriter()
                writer.beginObject()
                writer.key("name")
                writer.string(measurement.name)
                writer.key("nanoseconds")
                writer.int(Int(nanoseconds))
                writer.key("bytes")
                writer.int(measurement.bytes)
                writer.endObject()
                writer.put(UInt8(ascii: "\n"))
                console.write(writer.bytes())
            } else {
                console.write(line(measurement, nanoseconds))
            }
        }
        return .success
    }

    private static func line(_ measurement: EngineBenchmark.Measurement, _ nanoseconds: Double) -> String {
        let time = nanoseconds < 10_000 ? "\(Int(nanoseconds)) ns" : "\(Int(nanoseconds / 1_000)) µs"
        let rate = Int(Double(measurement.bytes) * 1_000 / nanoseconds)
        let name = measurement.name.padded(to: 44)
        return "\(name)\(String(repeating: " ", count: max(0, 10 - time.count)))\(time)   \(rate) MB/s\n"
    }
}

extension String {
    /// The text with spaces after it up to a width.
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
