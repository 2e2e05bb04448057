import Composition
import Configuration
import Database
import EventSourcing
import JSON
import Networking

/// `belvedere events restored`: says that the store was restored, so that nobody goes on from a position that is gone.
enum EventsRestored: Command {
    static let path = ["events", "restored"]
    static let summary = "Begin a new epoch of the log after the store was restored from a backup"
    static let usage = "[--json] [--config <file>] [--<key> <value>]…"
    static let options = [
        OptionHelp("--json", "one JSON object"), ConfigurationArguments.option, ConfigurationArguments.flags,
    ]
    static let example = "belvedere events restored --storage.postgres 'host=db dbname=belvedere'"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let asJSON = arguments.flag("--json")
        let configuration = try ConfigurationArguments.load(&arguments)
        try arguments.finish()
        let report = try await begin(StorageSettings(configuration))
        console.write(asJSON ? json(report) : text(report))
        return .success
    }

    static func begin(_ storage: StorageSettings) async throws(CommandFailure) -> SQLLogRestoration.Report {
        guard BareStore.isThere(storage) else {
            throw CommandFailure("There is no store in \(storage.directory).", code: .unavailable)
        }
        do {
            let files = FileSource.preferred(storage.files)
            let store = try BareStore.open(storage, files: files, loops: EventLoopGroup(count: 1))
            let result: Result<SQLLogRestoration.Report, any Error>
            do {
                result = .success(try await SQLLogRestoration(store.writer).begin())
            } catch {
                result = .failure(error)
            }
            await store.close()
            return try result.get()
        } catch let error as DatabaseError where error.code == "42501" {
            throw CommandFailure("Only the owner of the log may do this: connect as the role that migrates.")
        } catch {
            throw CommandFailure("The store cannot be used: \(error)", code: .unavailable)
        }
    }

    static func text(_ report: SQLLogRestoration.Report) -> String {
        let head = "The log is in epoch \(report.head.epoch) and ends at position \(report.head.position).\n"
        let lines = report.ahead.map { "ahead of the log: \($0); belvedere projections rebuild \($0)\n" }
        return head + lines.joined()
    }

    static func json(_ report: SQLLogRestoration.Report) -> String {
        let value: JSONValue = [
            "head": .string("\(report.head)"), "ahead": .array(report.ahead.map { .string($0.text) }),
        ]
        return value.text + "\n"
    }
}
