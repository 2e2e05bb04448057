import Configuration

/// How passwords are hashed and how long tokens are good.
package struct AccountSettings: Sendable {
    package var passwordThreads: Int
    package var passwordQueueMax: Int
    package var passwordPasses: Int
    /// Limit: memory of one hash, in bytes.
    package var passwordMemory: Int
    package var accessTokenLifetime: Duration
    package var refreshTokenLifetime: Duration

    /// Reads the group `accounts`.
    package init(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.Accounts
        passwordThreads = configuration[Keys.passwordThreads]
        passwordQueueMax = configuration[Keys.passwordQueueMax]
        passwordPasses = configuration[Keys.passwordPasses]
        passwordMemory = configuration[Keys.passwordMemory]
        accessTokenLifetime = configuration[Keys.accessTokenLifetime]
        refreshTokenLifetime = configuration[Keys.refreshTokenLifetime]
    }
}
