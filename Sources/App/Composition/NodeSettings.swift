import Configuration
import Cryptography
import EventSourcing
import Gateway
import Networking
import Server

/// What a node is to be: where it listens, where its data is, whom it trusts.
package struct NodeSettings: Sendable {
    package var edge: EdgeSettings
    package var graphQL: GraphQLSettings
    package var documents: DocumentSettings
    package var routes: RouteSettings
    /// The keys whose tokens are accepted, unless they are fetched.
    package var tokens: TokenVerifier?
    /// Where the keys are fetched from whose tokens are accepted.
    package var remoteKeys: RemoteKeys?
    /// Signs the cursors of pages of an embedded store; nodes that share a store have the key from there.
    package var cursorKey: [UInt8]
    /// Seals the keys of people and names their addresses, the same on all nodes of a store, for ever; nil means that
    /// it is kept where the key of the cursors is.
    package var personalSecret: [UInt8]?
    /// Whose data is shown to those who show no token.
    package var anonymousTenant: TenantID
    package var cache: CacheSettings
    /// How long the outcome of a command is remembered.
    package var commandRetention: Duration
    package var operation: OperationSettings
    package var rates: RateSettings
    package var live: LiveLimits
    package var signals: SignalSettings
    package var accounts: AccountSettings
    /// Signs the tokens of logins; nil if the node only checks those of others.
    package var tokenKey: JSONWebKey?
    package var issuer: String
    package var audience: String

    /// Reads the groups that make a node; the secrets of an embedded node come from its directory.
    package init(_ configuration: Configuration, secrets: NodeSecrets) throws {
        edge = try EdgeSettings(configuration)
        graphQL = GraphQLSettings(configuration)
        documents = try DocumentSettings(configuration)
        routes = try RouteSettings(configuration)
        cursorKey = secrets.cursorKey
        personalSecret = try StorageSettings(configuration).secretFile.map(NodeSecrets.shared)
        let storage = StorageSettings(configuration)
        commandRetention = storage.commandRetention
        cache = try CacheSettings(configuration)
        operation = try OperationSettings(configuration)
        rates = RateSettings(configuration)
        live = LiveLimits(configuration)
        signals = try SignalSettings(configuration)
        let auth = try AuthSettings(configuration)
        guard let anonymous = TenantID(auth.anonymousTenant) else {
            throw ConfigurationFaults(
                faults: [
                    configuration.fault(
                        of: ConfigurationKeys.Auth.anonymousTenant.key.name, "is no name of a tenant")
                ])
        }
        anonymousTenant = anonymous
        accounts = AccountSettings(configuration)
        let keys = try NodeSettings.keys(auth)
        let rules = TokenRules(issuers: auth.issuers, audience: auth.audience)
        remoteKeys = auth.keysAddress.map { RemoteKeys(address: $0, rootsFile: auth.keysRootsFile, rules: rules) }
        let isOwn = keys == nil && remoteKeys == nil
        tokens = isOwn ? try secrets.verifier() : keys.map { TokenVerifier(keys: $0, rules: rules) }
        tokenKey = isOwn ? secrets.tokenKey : keys?.keys.first { $0.signingKey != nil }
        issuer = isOwn ? NodeSecrets.issuer : auth.issuers.first ?? NodeSecrets.issuer
        audience = isOwn ? NodeSecrets.audience : auth.audience
    }

    /// The configured keys; nil trusts the node's own.
    private static func keys(_ auth: AuthSettings) throws -> KeySet? {
        guard let path = auth.keysFile else { return nil }
        return try KeySet(parsing: try FileSource.read(path), from: .file)
    }
}
