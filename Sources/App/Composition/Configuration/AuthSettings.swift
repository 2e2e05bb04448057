import Configuration

/// Whose tokens are accepted.
package struct AuthSettings: Sendable {
    /// Nil trusts the node's own key.
    package var keysFile: String?
    package var issuers: [String]
    package var audience: String
    package var anonymousTenant: String

    /// Reads the group `auth`. Who signs, and for whom, can only be said of keys that are given: the node's own key
    /// signs as `belvedere` for `belvedere`, and a rule that changes nothing would be taken for one that protects.
    package init(_ configuration: Configuration) throws(ConfigurationFaults) {
        typealias Keys = ConfigurationKeys.Auth
        keysFile = configuration[Keys.keysFile]
        issuers = configuration[Keys.issuers]
        audience = configuration[Keys.audience] ?? "belvedere"
        anonymousTenant = configuration[Keys.anonymousTenant] ?? "public"
        try checkRules(configuration)
    }

    private func checkRules(_ configuration: Configuration) throws(ConfigurationFaults) {
        typealias Keys = ConfigurationKeys.Auth
        guard keysFile == nil else { return }
        var faults: [ConfigurationFault] = []
        if issuers != [NodeSecrets.issuer] {
            faults.append(configuration.fault(of: Keys.issuers.key.name, "needs auth.keys_file beside it"))
        }
        if audience != NodeSecrets.audience {
            faults.append(configuration.fault(of: Keys.audience.key.name, "needs auth.keys_file beside it"))
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
    }
}
