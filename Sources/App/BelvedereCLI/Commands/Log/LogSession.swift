import Composition
import Configuration
import ContextKit
import EventSourcing
import Lifecycle
import Networking

/// The stores that the configuration names, opened for one command beside a server that may be running.
struct LogSession: Sendable {
    let storage: NodeStorage
    let projections: [any Projection]
    let clock: any Clock

    /// Opens the stores, lets the command work and closes them, also when it fails.
    static func run(
        _ configuration: Configuration,
        _ body: @Sendable (LogSession) async throws -> ExitCode
    ) async throws(CommandFailure) -> ExitCode {
        do {
            let files = FileSource.preferred(configuration[ConfigurationKeys.Storage.files])
            let assembly = try LoadSchema.load(files, Contexts.all).assembly
            let loops = try EventLoopGroup(count: 1)
            let storage = try await OpenStorage.open(
                StorageSettings(configuration), files: files, models: assembly.readModels, loops: loops,
                clock: SystemClock())
            let session = LogSession(
                storage: storage, projections: assembly.projections, clock: SystemClock())
            let result: Result<ExitCode, any Error>
            do { result = .success(try await body(session)) } catch { result = .failure(error) }
            await storage.close()
            return try result.get()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure("The stores cannot be used: \(error)", code: .unavailable)
        }
    }

    var events: any EventStore { storage.events }
    var readModels: any ProjectionStore { storage.projections }

    var projectionAdministration: ProjectionAdministration {
        ProjectionAdministration(store: storage.projections, log: storage.events)
    }

    var processAdministration: ProcessAdministration {
        ProcessAdministration(
            streams: ProcessStreams(
                store: storage.events, batcher: Batcher(store: storage.events, clock: clock), clock: clock),
            log: storage.events, store: storage.projections)
    }

    /// The projection with this name, or a failure that lists those there are.
    func projection(_ name: String) throws(CommandFailure) -> any Projection {
        if let found = projections.first(where: { $0.name.text == name }) { return found }
        let names = projections.map(\.name.text).sorted().joined(separator: ", ")
        throw CommandFailure("There is no projection \(name). There are: \(names).", code: .usage)
    }
}
