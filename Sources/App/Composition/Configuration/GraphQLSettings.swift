import Configuration
import Gateway

/// What the GraphQL side is built from, beside the limits that the gateway's own type holds.
package struct GraphQLSettings: Sendable {
    package var limits: GatewayLimits
    package var statusProfile: ConfigurationKeys.StatusProfile
    /// How long a socket may take to send `connection_init`.
    package var initTimeout: Duration
    /// Limit: operations that run at once on one socket.
    package var subscriptionsPerSocketMax: Int

    package var profile: HTTPProfile {
        switch statusProfile {
        case .compat: .compat
        case .draft: .draft
        }
    }

    /// Reads the group `graphql` and what of `http` and `websocket` is GraphQL's.
    package init(_ configuration: Configuration) {
        limits = GatewayLimits(configuration)
        statusProfile = configuration[ConfigurationKeys.HTTP.statusProfile]
        initTimeout = configuration[ConfigurationKeys.WebSocket.initTimeout]
        subscriptionsPerSocketMax = configuration[ConfigurationKeys.WebSocket.subscriptionsMax]
    }
}
