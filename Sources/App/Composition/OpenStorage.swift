import Configuration
import ContextKit
import Glibc
import Lifecycle
import Networking
import Postgres

/// Opens the store that the configuration names: PostgreSQL if there is a connection string, the embedded one else.
package enum OpenStorage {
    package static func open(
        _ configuration: Configuration, files: FileSource, models: [any ReadModel.Type], loops: EventLoopGroup,
        clock: any Clock
    ) async throws -> NodeStorage {
        typealias Keys = ConfigurationKeys.Storage
        if let conninfo = configuration[Keys.postgres] {
            var settings = PostgresSettings(conninfo: conninfo)
            settings.isPooled = configuration[Keys.isPooled]
            return try await ServerStorage.open(settings, files: files, models: models, loops: loops)
        }
        return try await EmbeddedStorage.open(
            directory(configuration) + "/belvedere.db", files: files, models: models, loops: loops, clock: clock)
    }

    /// Where the embedded store and the secrets are; made if it is not there.
    package static func directory(_ configuration: Configuration) -> String {
        let path = configuration[ConfigurationKeys.Storage.directory] ?? "data"
        mkdir(path, 0o700)
        return path
    }
}
