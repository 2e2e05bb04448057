import Composition
import ContextKit
import Cryptography
import Lifecycle
import Networking

/// `belvedere serve`: runs a node until it is told to stop.
enum Serve: Command {
    static let path = ["serve"]
    static let summary = "Run the gateway."
    static let usage = "[--port N] [--data DIR]"
    static let options = [
        OptionHelp("--port N", "the port to listen on (default 4000; 0 takes a free one)"),
        OptionHelp("--data DIR", "where the embedded store keeps its files (default ./data)"),
        OptionHelp("--files DIR", "where Schema, Migrations and Console are (default: inside the binary)"),
    ]
    static let example = "belvedere serve --port 4000"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let port = try arguments.option("--port") ?? "4000"
        let data = try arguments.option("--data") ?? "data"
        let files = FileSource.preferred(try arguments.option("--files"))
        try arguments.finish()
        guard let number = UInt16(port) else { throw .usage("--port takes a number from 0 to 65535.") }
        do {
            return try await serve(number, data, files, console)
        } catch {
            throw CommandFailure("\(error)", code: .failed)
        }
    }

    private static func serve(
        _ port: UInt16, _ data: String, _ files: FileSource, _ console: Console
    ) async throws -> ExitCode {
        let loops = try EventLoopGroup()
        let models = try LoadSchema.load(files, Contexts.all).assembly.readModels
        let storage = try await EmbeddedStorage.open(
            data + "/belvedere.db", files: files, models: models, loops: loops, clock: SystemClock())
        let secrets = try NodeSecrets.open(in: data)
        var settings = NodeSettings(address: .loopback(port: port), cursorKey: secrets.cursorKey)
        settings.tokens = try secrets.verifier()
        let node = try Node(settings, files: files, loops: loops, storage: storage)
        console.say("Belvedere listens on http://127.0.0.1:\(node.address.port)/")
        try ProcessSignals.observe { signal in
            switch signal {
            case .stop(count: 1): node.group.drain()
            case .stop: node.group.force()
            case .reload: break
            }
        }
        _ = try await node.run()
        return .success
    }
}
