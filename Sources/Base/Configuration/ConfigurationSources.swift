/// What a configuration is read from; every source is optional.
package struct ConfigurationSources: Sendable {
    /// A file's path, for messages, and its bytes.
    package var file: (path: String, bytes: [UInt8])?
    package var environment: [String: String] = [:]
    /// Flags by name without dashes, in the order of the command line.
    package var flags: [(name: String, value: String)] = []
    /// Names that begin with the prefix and belong to others, such as the test scripts.
    package var foreignEnvironment: [String] = ["BELVEDERE_TEST_", "BELVEDERE_MODULES"]
    /// Reads the file of a secret; nil if it cannot be read.
    package var readFile: @Sendable (String) -> [UInt8]? = { _ in nil }

    package init() {}
}
