import Configuration

/// Whose tokens are accepted.
package struct AuthSettings: Sendable {
    /// Nil trusts the node's own key.
    package var keysFile: String?
    package var issuers: [String]
    package var audience: String
    package var anonymousTenant: String

    /// Reads the group `auth`.
    package init(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.Auth
        keysFile = configuration[Keys.keysFile]
        issuers = configuration[Keys.issuers]
        audience = configuration[Keys.audience] ?? "belvedere"
        anonymousTenant = configuration[Keys.anonymousTenant] ?? "public"
    }
}
