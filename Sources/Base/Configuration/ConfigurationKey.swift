/// What is known about one key; the table of these is the program's whole configuration.
package struct ConfigurationKey: Sendable {
    /// Lower-case words, `.` between groups, `_` between words: `http.header_bytes_max`.
    package let name: String
    /// The default as a user would write it; nil means unset.
    package let standard: String?
    /// One sentence for the reference.
    package let summary: String
    /// What values look like, for the reference: `duration`, `1–65535`, `compat | draft`.
    package let form: String
    /// Never shown, and also read from a file that `<NAME>_FILE` names.
    package var isSecret = false
    /// Takes effect when the configuration is read again, without a restart.
    package var isReloadable = false
    let check: @Sendable (String) throws(SettingProblem) -> Void

    static let environmentPrefix = "BELVEDERE_"

    /// The name in the environment and in files: `BELVEDERE_HTTP_HEADER_BYTES_MAX`.
    package var environmentName: String {
        Self.environmentPrefix
            + String(decoding: name.utf8.map { $0 == UInt8(ascii: ".") ? 0x5f : $0 }, as: UTF8.self)
            .uppercased()
    }

    var secretFileName: String { environmentName + "_FILE" }
}
