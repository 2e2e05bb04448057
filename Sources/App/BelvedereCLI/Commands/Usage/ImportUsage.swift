import Composition
import EventSourcing
import Glibc
import Lifecycle

/// `belvedere import usage`: records usages from a file with a line of JSON each.
enum ImportUsage: Command {
    static let path = ["import", "usage"]
    static let summary = "Record AI usages from lines of JSON"
    static let usage = "<file> [--tenant T]"
    static let options = [
        OptionHelp("<file>", "a line each, with the members of RecordAiUsageInput; - is standard input"),
        OptionHelp("--tenant T", "whose usages they are (demo)"),
        ConfigurationArguments.option, ConfigurationArguments.flags,
    ]
    static let example = "belvedere import usage usages.ndjson --tenant acme"

    private static let actor: ActorID = "import"
    private static let pieceBytes = 1 << 18

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        guard let tenant = TenantID(try arguments.option("--tenant") ?? "demo") else {
            throw .usage("--tenant takes a name without blanks.")
        }
        let configuration = try ConfigurationArguments.load(&arguments)
        let path = try arguments.operands(1...1, what: "a file")[0]
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure("Cannot read \(path): \(Console.reason()).") }
        defer { if path != "-" { close(descriptor) } }
        return try await LogSession.run(configuration) { session in
            let batcher = Batcher(store: session.events, clock: session.clock)
            let handle = HandleCommand(store: session.events, batcher: batcher, clock: session.clock)
            let ingest = UsageIngest(handle, tenant: tenant, caller: .system(actor), clock: session.clock)
            return try await take(descriptor, path, ingest, ProgressLine(console, clock: session.clock), console)
        }
    }

    private static func take(
        _ descriptor: Int32, _ path: String, _ ingest: UsageIngest, _ progress: ProgressLine, _ console: Console
    ) async throws -> ExitCode {
        var ingest = ingest
        var status = stat()
        let size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        var block = [UInt8](repeating: 0, count: pieceBytes)
        var (taken, told) = (0, 0)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandFailure("Cannot read \(path): \(Console.reason()).") }
            if count == 0 { break }
            await ingest.add(Array(block[..<count]))
            taken += count
            told = tell(ingest.report, after: told, console)
            progress.tell(taken, of: max(size, taken), "bytes")
        }
        await ingest.finish()
        _ = tell(ingest.report, after: told, console)
        let report = ingest.report
        progress.end(
            "\(report.recorded) recorded, \(report.repeated) were there before, \(report.rejected) rejected, "
                + "\(report.failed) failed" + (report.failed > 0 ? "; run it again, nothing is counted twice." : "."))
        if report.failed > 0 { return .temporary }
        return report.rejected > 0 ? .failed : .success
    }

    /// Names the lines that were rejected since the last time.
    private static func tell(_ report: UsageIngest.Report, after told: Int, _ console: Console) -> Int {
        for rejection in report.rejections[told...] {
            let request = rejection.request.map { " (\($0))" } ?? ""
            console.say("line \(rejection.line)\(request): \(rejection.code): \(rejection.message)")
        }
        return report.rejections.count
    }
}
