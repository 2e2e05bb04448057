import Composition
import Configuration
import ContextKit
import Glibc
import Lifecycle
import Networking
import Prelude
import Telemetry

/// `belvedere serve`: runs a node until it is told to stop.
enum Serve: Command {
    static let path = ["serve"]
    static let summary = "Run the gateway"
    static let usage = "[--demo] [--config <file>] [--<key> <value>]…"
    static let options = [
        OptionHelp("--demo", "write a tenant with 200,000 AI usages on the first start, and say how to look at it"),
        ConfigurationArguments.option, ConfigurationArguments.flags,
    ]
    static let example = "belvedere serve --server.listen :4000 --storage.directory ./data"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let isDemo = arguments.flag("--demo")
        let read = try ConfigurationArguments.source(&arguments)
        try arguments.finish()
        do {
            return try await serve(read, isDemo: isDemo, console)
        } catch let faults as ConfigurationFaults {
            throw CommandFailure(faults.description, code: .configuration)
        } catch let failure as LoadSchema.Failure {
            throw CommandFailure(failure.description, code: .configuration)
        } catch {
            throw CommandFailure("\(error)", code: .unavailable)
        }
    }

    /// Limit: how long a node that still drains is waited for.
    private static let seatPatience = Duration.seconds(15)

    private static func serve(
        _ read: @escaping @Sendable () throws(ConfigurationFaults) -> Configuration, isDemo: Bool,
        _ console: Console
    ) async throws -> ExitCode {
        let configuration = try read()
        let operation = try OperationSettings(configuration)
        let log = try ProcessLog(operation.logFormat, levels: operation.logLevels)
        defer { log.finish() }
        let stored = StorageSettings(configuration)
        let seat = stored.postgres == nil ? try await takeSeat(OpenStorage.directory(stored), console) : nil
        let node = try await makeNode(configuration, operation, log, seat)
        for address in node.addresses { console.say("Belvedere listens on \(address)") }
        let current = Lock(configuration)
        async let running = node.group.runUntilSignalled { reload(current, by: read, node, log) }
        if isDemo { try await Demonstration.begin(node, configuration, console) }
        let outcome = try await running
        // Why: until here nobody else may begin on this store.
        withExtendedLifetime(seat) {}
        switch outcome {
        case .drained: return .success
        case .deadlinePassed, .forced: return .temporary
        }
    }

    private static func takeSeat(_ directory: String, _ console: Console) async throws -> EmbeddedSeat {
        try await EmbeddedSeat.take(in: directory, patience: seatPatience, clock: SystemClock()) {
            console.say("Another node works on the store in \(directory); waiting for it to stop …")
        }
    }

    private static func makeNode(
        _ configuration: Configuration, _ operation: OperationSettings, _ log: ProcessLog, _ seat: EmbeddedSeat?
    ) async throws -> Node {
        let clock = SystemClock()
        let stored = StorageSettings(configuration)
        let files = FileSource.preferred(stored.files)
        let models = try LoadSchema.load(files, Contexts.all).assembly.readModels
        let secrets = try NodeSecrets.open(in: OpenStorage.directory(stored))
        let settings = try NodeSettings(configuration, secrets: secrets)
        let loops = try EventLoopGroup(count: settings.edge.loops)
        let metrics = metrics(of: loops, log, clock)
        let traces = try TelemetryExport(
            operation, configuration, loops: loops, metrics: metrics, log: log.target.log("traces"))
        let storage = try await OpenStorage.open(
            stored, files: files, models: models, loops: loops, clock: clock)
        let environment = Node.Environment(
            files: files, loops: loops, storage: storage, clock: clock, log: log.target.log("node"),
            metrics: metrics, spans: traces.spans, seat: seat)
        return try Node(settings, environment, besides: traces.services)
    }

    private static func metrics(of loops: EventLoopGroup, _ log: ProcessLog, _ clock: SystemClock) -> MetricsRegistry {
        let metrics = MetricsRegistry()
        ProcessMetrics.register(in: metrics, startedAt: Double(clock.wallTime.microseconds) / 1e6)
        loops.register(in: metrics)
        metrics.sample(
            "belvedere_log_lines_dropped_total", help: "Log lines lost to a full buffer.", isCounter: true
        ) { Double(log.buffer.droppedCount) }
        return metrics
    }

    /// Takes over what can change while the node runs: log levels and certificates.
    private static func reload(
        _ current: Lock<Configuration>, by read: @Sendable () throws(ConfigurationFaults) -> Configuration,
        _ node: Node, _ log: ProcessLog
    ) {
        let own = log.target.log("reload")
        do {
            let fresh = try read()
            log.target.setLevels(try OperationSettings(fresh).logLevels)
            let changes = current.withLock { old in
                let changes = old.changes(to: fresh)
                old = old.reloaded(from: fresh)
                return changes
            }
            own.info("read the configuration again", ["changed": LogValue("\(changes.effective)")])
            if !changes.needsRestart.isEmpty {
                own.warning("keys that need a restart have changed", ["keys": LogValue("\(changes.needsRestart)")])
            }
            if let tls = node.tls {
                try tls.reload()
                own.info("read the certificates again")
            }
        } catch {
            own.error("nothing was changed", ["reason": LogValue("\(error)")])
        }
    }
}
