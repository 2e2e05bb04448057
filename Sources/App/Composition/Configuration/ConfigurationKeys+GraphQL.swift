import Configuration

extension ConfigurationKeys {
    package enum GraphQL {
        package static let documentBytesMax = Setting<Int>.size(
            "graphql.document_bytes_max", default: "64KiB", in: 256...(16 << 20), "One document.")
        package static let tokensMax = Setting<Int>.integer(
            "graphql.tokens_max", default: 5000, in: 10...10_000_000, "Tokens, counted before anything is built.")
        package static let parserDepthMax = Setting<Int>.integer(
            "graphql.parser_depth_max", default: 200, in: 10...200, "Nesting that the parser follows.")
        package static let depthMax = Setting<Int>.integer(
            "graphql.depth_max", default: 15, in: 1...200, "Fields inside one another; introspection is apart."
        )
        package static let introspectionDepthMax = Setting<Int>.integer(
            "graphql.introspection_depth_max", default: 14, in: 1...200, "Fields inside one another in introspection."
        )
        package static let aliasesMax = Setting<Int>.integer(
            "graphql.aliases_max", default: 30, in: 0...10_000, "Aliases in a document."
        )
        package static let rootFieldsMax = Setting<Int>.integer(
            "graphql.root_fields_max", default: 20, in: 1...10_000, "Root fields of an operation."
        )
        package static let directivesMax = Setting<Int>.integer(
            "graphql.directives_max", default: 50, in: 0...10_000, "Directives in a document."
        )
        package static let directivesPerLocationMax = Setting<Int>.integer(
            "graphql.directives_per_location_max", default: 5, in: 0...1000, "Directives at one place."
        )
        package static let selectionsMax = Setting<Int>.integer(
            "graphql.selections_max", default: 10_000, in: 1...10_000_000, "Selections after fragments are spread."
        )
        package static let costMax = Setting<Int>.integer(
            "graphql.cost_max", default: 5000, in: 1...1_000_000_000, "Estimated cost of an operation."
        )
        package static let saysNumbers = Setting<Bool>.flag(
            "graphql.says_numbers", default: false, "Whether a refusal names its bound; off hides the fence."
        )
        package static let batchMax = Setting<Int>.integer(
            "graphql.batch_max", default: 1, in: 1...10, "Requests in one batch; 1 refuses batches.")
        package static let knownRequestBytesMax = Setting<Int>.size(
            "graphql.known_request_bytes_max", default: "4MiB", in: 0...(1 << 30),
            "What each event loop spends on requests that it has met before; 0 remembers none.")
        package static let requestTimeout = Setting<Duration>.duration(
            "graphql.request_timeout", default: "15s", in: .milliseconds(10) ... .seconds(3600),
            "From a request's arrival to its answer.")
        package static let consistencyWait = Setting<Duration>.duration(
            "graphql.consistency_wait", default: "2s", in: .zero ... .seconds(60),
            "How long a read waits for its read model unless the client says otherwise.")
        package static let responseBytesMax = Setting<Int>.size(
            "graphql.response_bytes_max", default: "64MiB", in: 1024...(1 << 30), "Data and errors of one response.")
        package static let listItemsMax = Setting<Int>.integer(
            "graphql.list_items_max", default: 1_000_000, in: 1...100_000_000, "Items of one list in a response.")
        package static let introspection = Setting<Bool>.flag(
            "graphql.introspection", default: true, "Whether `__schema` and `__type` answer."
        )
        package static let suggests = Setting<Bool>.flag(
            "graphql.suggests", default: true, "Whether messages name what was perhaps meant."
        )
    }

    static let graphQL = [
        GraphQL.documentBytesMax.key, GraphQL.tokensMax.key, GraphQL.parserDepthMax.key, GraphQL.depthMax.key,
        GraphQL.introspectionDepthMax.key, GraphQL.aliasesMax.key, GraphQL.rootFieldsMax.key,
        GraphQL.directivesMax.key, GraphQL.directivesPerLocationMax.key, GraphQL.selectionsMax.key,
        GraphQL.costMax.key, GraphQL.saysNumbers.key, GraphQL.batchMax.key,
        GraphQL.knownRequestBytesMax.key, GraphQL.requestTimeout.key, GraphQL.consistencyWait.key,
        GraphQL.responseBytesMax.key, GraphQL.listItemsMax.key, GraphQL.introspection.key, GraphQL.suggests.key,
    ]
}
