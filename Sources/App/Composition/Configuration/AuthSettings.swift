import Configuration
import HTTP

/// Whose tokens are accepted.
package struct AuthSettings: Sendable {
    /// Without a file or an address the node trusts its own key.
    package var keysFile: String?
    package var keysAddress: WebAddress?
    package var keysRootsFile: String?
    package var issuers: [String]
    package var audience: String
    package var anonymousTenant: String

    /// Reads the group `auth`. Who signs, and for whom, can only be said of keys that are given: the node's own key
    /// signs as `belvedere` for `belvedere`, and a rule that changes nothing would be taken for one that protects.
    package init(_ configuration: Configuration) throws(ConfigurationFaults) {
        typealias Keys = ConfigurationKeys.Auth
        keysFile = configuration[Keys.keysFile]
        keysRootsFile = configuration[Keys.keysRootsFile]
        keysAddress = try AuthSettings.address(configuration)
        issuers = configuration[Keys.issuers]
        audience = configuration[Keys.audience] ?? "belvedere"
        anonymousTenant = configuration[Keys.anonymousTenant] ?? "public"
        try checkRules(configuration)
    }

    private static func address(_ configuration: Configuration) throws(ConfigurationFaults) -> WebAddress? {
        typealias Keys = ConfigurationKeys.Auth
        guard let text = configuration[Keys.keysURL] else { return nil }
        var problem: String?
        let address = WebAddress(text)
        if address == nil || address?.scheme != .https && address?.scheme != .http {
            problem = "must be an https address, or an http one for tests"
        } else if configuration[Keys.keysFile] != nil {
            problem = "cannot stand beside auth.keys_file"
        }
        if let problem {
            throw ConfigurationFaults(faults: [configuration.fault(of: Keys.keysURL.key.name, problem)])
        }
        return address
    }

    private func checkRules(_ configuration: Configuration) throws(ConfigurationFaults) {
        typealias Keys = ConfigurationKeys.Auth
        guard keysFile == nil, keysAddress == nil else { return }
        var faults: [ConfigurationFault] = []
        if issuers != [NodeSecrets.issuer] {
            faults.append(
                configuration.fault(of: Keys.issuers.key.name, "needs auth.keys_file or auth.keys_url beside it"))
        }
        if audience != NodeSecrets.audience {
            faults.append(
                configuration.fault(of: Keys.audience.key.name, "needs auth.keys_file or auth.keys_url beside it"))
        }
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
    }
}
