import Configuration
import ContextKit
import Database
import EventSourcing
import GraphQLSchema
import Lifecycle
import Networking
import Prelude
import Server

/// Looks at everything that a node needs before it can serve, and changes nothing.
package struct Diagnosis: Sendable {
    private let configuration: Configuration
    private let contexts: [any BoundedContext.Type]
    private let clock: any Clock

    package init(
        _ configuration: Configuration, contexts: [any BoundedContext.Type] = Contexts.all,
        clock: any Clock = SystemClock()
    ) {
        (self.configuration, self.contexts, self.clock) = (configuration, contexts, clock)
    }

    /// One finding a check, in the order in which they depend on each other.
    package func findings() async -> [Finding] {
        let storage = StorageSettings(configuration)
        let files = FileSource.preferred(storage.files)
        var findings = [settings()]
        let loaded: LoadSchema.Loaded
        do throws(LoadSchema.Failure) {
            loaded = try LoadSchema.load(files, contexts)
            findings.append(
                Finding("schema", .ok, "\(loaded.schema.types.count) types, and every field is bound."))
        } catch {
            let fix = "Mend what is listed; belvedere check says it again."
            findings.append(Finding("schema", .failed, error.description, fix: fix))
            return findings + [descriptors()]
        }
        return findings + (await stores(storage, files, loaded.assembly)) + [descriptors()]
    }

    private func settings() -> Finding {
        do throws(ConfigurationFaults) {
            _ = try EdgeSettings(configuration)
            _ = try OperationSettings(configuration)
            _ = try AuthSettings(configuration)
            _ = try DocumentSettings(configuration)
            return Finding("configuration", .ok, "\(configuration.table.keys.count) keys are understood.")
        } catch {
            return Finding("configuration", .failed, error.description, fix: "belvedere config print --origin")
        }
    }

    private func descriptors() -> Finding {
        ProcessFindings.descriptors(
            connectionsMax: (try? EdgeSettings(configuration))?.limits.connectionsMax ?? 0)
    }

    private func stores(_ storage: StorageSettings, _ files: FileSource, _ assembly: Assembly) async -> [Finding] {
        guard BareStore.isThere(storage) else {
            return [
                Finding(
                    "store", .warning, "There is no store in \(storage.directory) yet.",
                    fix: "belvedere migrate makes it; so does the first start.")
            ]
        }
        do {
            let loops = try EventLoopGroup(count: 1)
            let store = try BareStore.open(storage, files: files, loops: loops)
            var findings = await StoreFindings(store: store, clock: clock).findings()
            let isReachable = !findings.contains { $0.name == "store" && $0.result == .failed }
            if isReachable { findings.append(await migrations(store)) }
            await store.close()
            // Why only then: opening the stores applies what is missing, and a diagnosis changes nothing.
            if findings.last?.name == "migrations", findings.last?.result == .ok {
                findings += try await projections(storage, files, assembly, loops)
            }
            return findings
        } catch {
            return [
                Finding(
                    "store", .failed, "The store cannot be opened: \(error).",
                    fix: "Check storage.postgres or storage.directory.")
            ]
        }
    }

    private func migrations(_ store: BareStore) async -> Finding {
        do {
            let missing = try await store.missing()
            if missing.isEmpty { return Finding("migrations", .ok, "All are applied.") }
            let names = missing.map { "\($0.number) \($0.name)" }.joined(separator: ", ")
            return Finding("migrations", .failed, "Not applied: \(names).", fix: "belvedere migrate")
        } catch {
            return Finding(
                "migrations", .failed, "The database does not fit this program: \(error).",
                fix: "Run the version that the database was migrated by, or a later one.")
        }
    }

    private func projections(
        _ storage: StorageSettings, _ files: FileSource, _ assembly: Assembly, _ loops: EventLoopGroup
    ) async throws -> [Finding] {
        let opened = try await OpenStorage.open(
            storage, files: files, models: assembly.readModels, loops: loops, clock: clock)
        let findings: Result<[Finding], any Error>
        do {
            let administration = ProjectionAdministration(store: opened.projections, log: opened.events)
            let entries = try await administration.list(now: clock.wallTime)
            let streams = ProcessStreams(
                store: opened.events, batcher: Batcher(store: opened.events, clock: clock), clock: clock)
            let processes = ProcessAdministration(streams: streams, log: opened.events, store: opened.projections)
            findings = .success(
                ProjectionFindings.findings(entries, of: assembly.checkpointNames)
                    + [ProjectionFindings.parked(try await processes.list(status: .parked))])
        } catch {
            findings = .failure(error)
        }
        await opened.close()
        return try findings.get()
    }
}
