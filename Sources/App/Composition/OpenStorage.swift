import ContextKit
import Glibc
import Lifecycle
import Networking
import Postgres

/// Opens the store that the configuration names: PostgreSQL if there is a connection string, the embedded one else.
package enum OpenStorage {
    package static func open(
        _ storage: StorageSettings, files: FileSource, models: [any ReadModel.Type], loops: EventLoopGroup,
        clock: any Clock
    ) async throws -> NodeStorage {
        if let settings = storage.server {
            return try await ServerStorage.open(settings, files: files, models: models, loops: loops)
        }
        return try await EmbeddedStorage.open(
            directory(storage) + "/" + EmbeddedStorage.fileName, files: files, models: models, loops: loops,
            clock: clock)
    }

    /// Where the embedded store and the secrets are; made if it is not there.
    package static func directory(_ storage: StorageSettings) -> String {
        mkdir(storage.directory, 0o700)
        return storage.directory
    }
}

extension StorageSettings {
    /// How the PostgreSQL is reached; nil for the embedded store.
    var server: PostgresSettings? {
        guard let postgres else { return nil }
        var settings = PostgresSettings(conninfo: postgres)
        settings.schema = schema
        settings.isPooled = isPooled
        return settings
    }
}
