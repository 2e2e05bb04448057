import Configuration
import Gateway
import GraphQLExecution
import GraphQLLanguage

extension GatewayLimits {
    /// Reads the group `graphql`.
    package init(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.GraphQL
        self.init()
        language = LanguageLimits(
            bytesMax: configuration[Keys.documentBytesMax], tokensMax: configuration[Keys.tokensMax],
            depthMax: configuration[Keys.parserDepthMax])
        execution.responseBytesMax = configuration[Keys.responseBytesMax]
        execution.listItemsMax = configuration[Keys.listItemsMax]
        requestTimeout = configuration[Keys.requestTimeout]
        consistencyWait = configuration[Keys.consistencyWait]
        batchMax = configuration[Keys.batchMax]
        suggests = configuration[Keys.suggests]
        allowsIntrospection = configuration[Keys.introspection]
    }
}
