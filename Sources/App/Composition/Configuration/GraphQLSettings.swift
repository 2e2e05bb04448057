import Configuration
import Gateway

/// What the GraphQL side is built from, beside the limits that the gateway's own type holds.
package struct GraphQLSettings: Sendable {
    package var limits: GatewayLimits
    package var statusProfile: ConfigurationKeys.StatusProfile
    package var depthMax: Int
    package var introspectionDepthMax: Int
    package var aliasesMax: Int
    package var rootFieldsMax: Int
    package var directivesMax: Int
    package var directivesPerLocationMax: Int
    package var selectionsMax: Int
    package var costMax: Int
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
        typealias Keys = ConfigurationKeys.GraphQL
        limits = GatewayLimits(configuration)
        statusProfile = configuration[ConfigurationKeys.HTTP.statusProfile]
        depthMax = configuration[Keys.depthMax]
        introspectionDepthMax = configuration[Keys.introspectionDepthMax]
        aliasesMax = configuration[Keys.aliasesMax]
        rootFieldsMax = configuration[Keys.rootFieldsMax]
        directivesMax = configuration[Keys.directivesMax]
        directivesPerLocationMax = configuration[Keys.directivesPerLocationMax]
        selectionsMax = configuration[Keys.selectionsMax]
        costMax = configuration[Keys.costMax]
        initTimeout = configuration[ConfigurationKeys.WebSocket.initTimeout]
        subscriptionsPerSocketMax = configuration[ConfigurationKeys.WebSocket.subscriptionsMax]
    }
}
