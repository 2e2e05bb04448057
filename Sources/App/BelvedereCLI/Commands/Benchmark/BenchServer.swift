import Composition
import Glibc
import Lifecycle
import Networking

/// `belvedere bench-server`: the gateway over the benchmark's schema, started by `make bench`.
enum BenchServer: Command {
    static let path = ["bench-server"]
    static let summary = "Serve the schema of Benchmarks/ (started by make bench)"
    static let usage = "--port PORT [--loops COUNT] [--log memory|postgres]"
    static let options = [
        OptionHelp("--port", "where to listen on 127.0.0.1"),
        OptionHelp("--loops", "event loops, one a core unless given"),
        OptionHelp("--log", "where the log is; in memory unless given"),
    ]
    static let example =
        "BENCH_FOLDER=Benchmarks BENCH_POSTGRES=postgresql://localhost/postgres belvedere bench-server --port 8080"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        guard let port = UInt16(try arguments.required("--port")) else { throw .usage("--port is a number.") }
        let loops = try arguments.option("--loops").flatMap { Int($0) }
        guard let log = BenchmarkNode.LogHome(rawValue: try arguments.option("--log") ?? "memory") else {
            throw .usage("--log is memory or postgres.")
        }
        try arguments.finish()
        guard let folder = getenv("BENCH_FOLDER"), let postgres = getenv("BENCH_POSTGRES") else {
            throw .usage("BENCH_FOLDER and BENCH_POSTGRES must be set; see Benchmarks/README.md.")
        }
        do {
            let node = try await BenchmarkNode(
                port: port, folder: String(cString: folder), postgres: String(cString: postgres), log: log,
                loops: EventLoopGroup(count: loops))
            _ = try await node.group.runUntilSignalled {}
        } catch {
            throw CommandFailure("\(error)", code: .failed)
        }
        return .success
    }
}
