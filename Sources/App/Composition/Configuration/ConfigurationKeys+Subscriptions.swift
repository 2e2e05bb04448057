import Configuration

extension ConfigurationKeys {
    package enum Subscriptions {
        package static let perViewerMax = Setting<Int>.integer(
            "subscriptions.per_viewer_max", default: 1000, in: 1...10_000_000,
            "Subscriptions and live queries that one viewer may have open on a node.")
        package static let perTenantMax = Setting<Int>.integer(
            "subscriptions.per_tenant_max", default: 100_000, in: 1...10_000_000,
            "Subscriptions and live queries that one tenant may have open on a node.")
        package static let heartbeat = Setting<Duration>.duration(
            "subscriptions.heartbeat", default: "10s", in: .milliseconds(100) ... .seconds(600),
            "Silence after which a subscriber is told how far the log was looked through.")
        package static let slowTimeout = Setting<Duration>.duration(
            "subscriptions.slow_timeout", default: "30s", in: .milliseconds(100) ... .seconds(3600),
            "How long results may stay unread before a subscription ends with SLOW_CONSUMER.")
    }

    static let subscriptions = [
        Subscriptions.perViewerMax.key, Subscriptions.perTenantMax.key, Subscriptions.heartbeat.key,
        Subscriptions.slowTimeout.key,
    ]
}
