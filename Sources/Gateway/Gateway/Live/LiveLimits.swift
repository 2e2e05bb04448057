/// Every bound on what runs for clients until they want no more of it, on one node.
package struct LiveLimits: Sendable {
    /// Limit: open subscriptions and live queries of one viewer.
    package var perViewerMax = 1_000
    /// Limit: open subscriptions and live queries of one tenant.
    package var perTenantMax = 100_000
    /// How often a silent subscription says how far the log has been looked through.
    package var heartbeat: Duration = .seconds(10)
    /// Limit: how long a client may leave its results unread before it is told to come back later.
    package var slowTimeout: Duration = .seconds(30)

    package init() {}
}
