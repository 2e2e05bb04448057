import Composition
import Configuration
import Database
import JSON
import Networking

/// `belvedere migrate`: brings the configured store to what this program needs.
enum Migrate: Command {
    static let path = ["migrate"]
    static let summary = "Apply the migrations that the store misses"
    static let usage = "[--dry-run] [--role <name>] [--json] [--config <file>] [--<key> <value>]…"
    static let options = [
        OptionHelp("--dry-run", "list what is missing and change nothing"),
        OptionHelp("--role", "let nodes connect as this role of PostgreSQL, which can only add to the log"),
        OptionHelp("--json", "one JSON object"), ConfigurationArguments.option, ConfigurationArguments.flags,
    ]
    static let example = "belvedere migrate --dry-run --storage.directory ./data"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let (isDryRun, asJSON) = (arguments.flag("--dry-run"), arguments.flag("--json"))
        let role = try role(arguments.option("--role"))
        let configuration = try ConfigurationArguments.load(&arguments)
        try arguments.finish()
        let storage = StorageSettings(configuration)
        if role != nil, isDryRun || storage.postgres == nil {
            throw .usage("--role needs a PostgreSQL (storage.postgres), and no --dry-run.")
        }
        let done = try await migrate(storage, isDryRun: isDryRun, role: role)
        console.write(asJSON ? json(done, isDryRun: isDryRun) : text(done, isDryRun: isDryRun))
        return .success
    }

    private static func role(_ text: String?) throws(CommandFailure) -> SQLName? {
        guard let text else { return nil }
        guard let name = SQLName(text) else {
            throw .usage("A role is called by lower-case letters, digits and underscores.")
        }
        return name
    }

    /// What was applied, or would have been.
    static func migrate(
        _ storage: StorageSettings, isDryRun: Bool, role: SQLName? = nil
    ) async throws(CommandFailure) -> [Migration] {
        let files = FileSource.preferred(storage.files)
        do {
            // Why not opened: it would make the file that a dry run only talks about.
            if isDryRun, !BareStore.isThere(storage) {
                return try Migrator(files.migrations(for: .sqlite)).missing([])
            }
            let store = try BareStore.open(storage, files: files, loops: EventLoopGroup(count: 1))
            let result: Result<[Migration], any Error>
            do {
                let done = try await isDryRun ? store.missing() : store.migrate()
                if let role { try await store.grant(to: role) }
                result = .success(done)
            } catch {
                result = .failure(error)
            }
            await store.close()
            return try result.get()
        } catch let error as MigrationError {
            throw failure(error)
        } catch let error as FileSource.Failure {
            throw CommandFailure(error.description, code: .configuration)
        } catch {
            throw CommandFailure("The store cannot be used: \(error)", code: .unavailable)
        }
    }

    static func failure(_ error: MigrationError) -> CommandFailure {
        switch error {
        case .edited(let number, let name):
            CommandFailure("Migration \(number) (\(name)) was edited after it had been applied.")
        case .unknown(let number, let name):
            CommandFailure(
                "The store has migration \(number) (\(name)), which this program does not know: it is older.")
        case .outOfOrder(let number): CommandFailure("Migration \(number) is out of order.")
        case .unreadable(let path): CommandFailure("\(path) is no migration.", code: .configuration)
        case .failed(let number, let name, let reason):
            CommandFailure("Migration \(number) (\(name)) failed, and nothing was changed: \(reason)")
        case .database(let reason): CommandFailure("The store cannot be used: \(reason)", code: .unavailable)
        }
    }

    static func text(_ migrations: [Migration], isDryRun: Bool) -> String {
        guard !migrations.isEmpty else { return "Nothing is missing.\n" }
        return migrations.map { "\(isDryRun ? "missing" : "applied") \($0.number) \($0.name)\n" }.joined()
    }

    static func json(_ migrations: [Migration], isDryRun: Bool) -> String {
        let list = JSONValue.array(
            migrations.map { ["number": .number("\($0.number)"), "name": .string($0.name)] })
        let value: JSONValue = isDryRun ? ["missing": list] : ["applied": list]
        return value.text + "\n"
    }
}
