import Configuration

/// Where a node's data is.
package struct StorageSettings: Sendable {
    package var directory: String
    /// Nil uses the embedded store.
    package var postgres: String?
    package var schema: String?
    package var isPooled: Bool
    package var files: String?
    /// How long the outcome of a command is remembered.
    package var commandRetention: Duration
    /// Nil takes the secret of the node's own directory.
    package var secretFile: String?

    /// Reads the group `storage`.
    package init(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.Storage
        directory = configuration[Keys.directory] ?? "data"
        postgres = configuration[Keys.postgres]
        schema = configuration[Keys.schema]
        isPooled = configuration[Keys.isPooled]
        files = configuration[Keys.files]
        commandRetention = configuration[Keys.commandRetention]
        secretFile = configuration[Keys.secretFile]
    }
}
