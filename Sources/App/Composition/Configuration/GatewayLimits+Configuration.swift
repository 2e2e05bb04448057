import Configuration
import Gateway
import GraphQLExecution
import GraphQLLanguage
import GraphQLValidation

extension GatewayLimits {
    /// Reads the group `graphql`.
    package init(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.GraphQL
        self.init()
        language = LanguageLimits(
            bytesMax: configuration[Keys.documentBytesMax], tokensMax: configuration[Keys.tokensMax],
            depthMax: configuration[Keys.parserDepthMax])
        query = QueryLimits(configuration)
        execution.responseBytesMax = configuration[Keys.responseBytesMax]
        execution.listItemsMax = configuration[Keys.listItemsMax]
        requestTimeout = configuration[Keys.requestTimeout]
        consistencyWait = configuration[Keys.consistencyWait]
        batchMax = configuration[Keys.batchMax]
        knownRequestBytesMax = configuration[Keys.knownRequestBytesMax]
        suggests = configuration[Keys.suggests]
        allowsIntrospection = configuration[Keys.introspection]
    }
}

extension QueryLimits {
    fileprivate init(_ configuration: Configuration) {
        typealias Keys = ConfigurationKeys.GraphQL
        self.init()
        depthMax = configuration[Keys.depthMax]
        introspectionDepthMax = configuration[Keys.introspectionDepthMax]
        aliasesMax = configuration[Keys.aliasesMax]
        rootFieldsMax = configuration[Keys.rootFieldsMax]
        directivesMax = configuration[Keys.directivesMax]
        directivesPerLocationMax = configuration[Keys.directivesPerLocationMax]
        selectionsMax = configuration[Keys.selectionsMax]
        costMax = configuration[Keys.costMax]
        saysNumbers = configuration[Keys.saysNumbers]
    }
}
