import Configuration
import Gateway

extension LiveLimits {
    /// Reads the group `subscriptions`.
    package init(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.Subscriptions
        self.init()
        perViewerMax = configuration[Keys.perViewerMax]
        perTenantMax = configuration[Keys.perTenantMax]
        heartbeat = configuration[Keys.heartbeat]
        slowTimeout = configuration[Keys.slowTimeout]
    }
}
