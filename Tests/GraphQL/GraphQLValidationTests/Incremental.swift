import GraphQLSchema

/// A schema that offers `@defer` and `@stream`.
enum Incremental {
    static let schema = Zoo.makeSchema(
        """
        type Thing { name: String list: [String] sure: [Int!]! }
        type Query { list: [String] thing: Thing }
        type Mutation { change: Thing items: [Thing] }
        type Subscription { thing: Thing }
        """, .incrementalDelivery)
}
