import Composition
import Configuration
import ContextKit
import Glibc
import Lifecycle
import Networking

/// `belvedere serve`: runs a node until it is told to stop.
enum Serve: Command {
    static let path = ["serve"]
    static let summary = "Run the gateway"
    static let usage = "[--config <file>] [--<key> <value>]…"
    static let options = [ConfigurationArguments.option, ConfigurationArguments.flags]
    static let example = "belvedere serve --server.listen :4000 --storage.directory ./data"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        try arguments.finish()
        do {
            return try await serve(configuration, console)
        } catch let faults as ConfigurationFaults {
            throw CommandFailure(faults.description, code: .configuration)
        } catch let failure as LoadSchema.Failure {
            throw CommandFailure(failure.description, code: .configuration)
        } catch {
            throw CommandFailure("\(error)", code: .unavailable)
        }
    }

    private static func serve(_ configuration: Configuration, _ console: Console) async throws -> ExitCode {
        let clock = SystemClock()
        let stored = StorageSettings(configuration)
        let files = FileSource.preferred(stored.files)
        let models = try LoadSchema.load(files, Contexts.all).assembly.readModels
        let secrets = try NodeSecrets.open(in: OpenStorage.directory(stored))
        let settings = try NodeSettings(configuration, secrets: secrets)
        let loops = try EventLoopGroup(count: settings.edge.loops)
        let storage = try await OpenStorage.open(
            stored, files: files, models: models, loops: loops, clock: clock)
        let node = try Node(settings, Node.Environment(files: files, loops: loops, storage: storage, clock: clock))
        try ProcessSignals.observe { signal in
            switch signal {
            case .stop(count: 1): node.group.drain()
            case .stop: node.group.force()
            case .reload: break
            }
        }
        for address in node.addresses { console.say("Belvedere listens on \(address)") }
        switch try await node.run() {
        case .drained: return .success
        case .deadlinePassed, .forced: return .temporary
        }
    }
}
