import HTTP
import JSON
import Testing

struct CostTests {
    private let page = "query($n: Int!) { boards(first: $n) { nodes { id } edges { node { id } } } }"
    private let open = """
        mutation($id: ID!) { openBoard(input: {id: $id, title: "First"}) { ... on BoardChanged {
          version query { boards(first: 3) { nodes { id } } } } } }
        """
    private let askingForCost: JSONValue = ["belvedere": ["cost": true]]

    private func code(_ answer: JSONValue) -> JSONValue? { answer["errors"]?[0]?["extensions"]?["code"] }
    private func estimate(_ answer: JSONValue) -> JSONValue? {
        answer["extensions"]?["belvedere"]?["cost"]?["estimated"]
    }

    @Test func `the variables of a request decide what it costs`() async throws {
        try await RunningNode.run([("graphql.cost_max", "50")]) { node in
            _ = try await node.graphQL(open, variables: ["id": "b1"])
            // boards and edges.node weigh 1, as nodes and edges do for each of their lists.
            let ten = try await node.graphQL(page, variables: ["n": 10], extensions: askingForCost)
            let eleven = try await node.graphQL(page, variables: ["n": 11], extensions: askingForCost)
            let (less, more) = (try #require(estimate(ten)?.int), try #require(estimate(eleven)?.int))
            #expect(more == less + 1)
            #expect(ten["data"]?["boards"]?["nodes"]?.items?.count == 1, "\(ten.text)")
            let refused = try await node.graphQL(page, variables: ["n": 49])
            #expect(code(refused) == "COST_LIMIT")
            #expect(refused["data"] == nil)
            let quiet = try await node.graphQL(page, variables: ["n": 10])
            #expect(quiet["extensions"] == nil)
        }
    }

    @Test func `what tools ask for first is within every default bound`() async throws {
        let typeRef =
            "fragment R on __Type { kind name" + String(repeating: " ofType { kind name", count: 7)
            + String(repeating: " }", count: 8)
        let query = """
            query IntrospectionQuery { __schema {
              description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
              types { ...T }
              directives { name description isRepeatable locations args(includeDeprecated: true) { ...I } } } }
            fragment T on __Type { kind name description specifiedByURL isOneOf
              fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...I } type { ...R }
                isDeprecated deprecationReason }
              inputFields(includeDeprecated: true) { ...I } interfaces { ...R }
              enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
              possibleTypes { ...R } }
            fragment I on __InputValue { name description type { ...R } defaultValue isDeprecated deprecationReason }
            \(typeRef)
            """
        try await RunningNode.run { node in
            for user in ["ann", nil] {
                let answer = try await node.graphQL(query, as: user)
                #expect(answer["errors"] == nil, "\(answer["errors"]?.text ?? "")")
                #expect(answer["data"]?["__schema"]?["types"]?.items?.count ?? 0 > 50)
            }
        }
    }

    @Test func `a dry run tells the cost and executes nothing`() async throws {
        try await RunningNode.run([("graphql.cost_max", "50")]) { node in
            let only = [("Belvedere-Cost-Only", "1")]
            let mutation = try await node.graphQL(open, variables: ["id": "b1"], only)
            #expect(mutation["data"] == .null)
            #expect(estimate(mutation)?.int ?? 0 > 0)
            let opened = try await node.graphQL(open, variables: ["id": "b2"])["data"]?["openBoard"]
            #expect(opened?["query"]?["boards"]?["nodes"] == [["id": "b2"]])
            let dear = try await node.graphQL(page, variables: ["n": 1_000], only)
            #expect(estimate(dear)?.int ?? 0 > 1_000)
            let wrong = try await node.graphQL(page, variables: ["n": "many"], only)
            #expect(code(wrong) == "BAD_USER_INPUT")
        }
    }

    @Test func `a viewer who has spent its units is told when to come back, and nobody else is`() async throws {
        let flags = [("limits.rate_units_per_second", "1"), ("limits.rate_burst_units", "20")]
        try await RunningNode.run(flags) { node in
            let opened = try await node.graphQL(open, variables: ["id": "b1"], as: "carl")
            #expect(opened["data"]?["openBoard"]?["version"] == 1)
            let fields = [
                ("Content-Type", "application/json"), ("Authorization", "Bearer " + node.token("ann")),
            ]
            let body: JSONValue = ["query": .string(page), "variables": ["n": 20]]
            let first = try await node.send(.post, "/graphql", fields, body: body.bytes)
            #expect(first.status == 200, "\(first.text)")
            let second = try await node.send(.post, "/graphql", fields, body: body.bytes)
            #expect(second.status == 429)
            #expect(code(second.json) == "RATE_LIMITED")
            let wait = try #require(second.json["errors"]?[0]?["extensions"]?["retryAfterMs"]?.int)
            #expect((1...20_000).contains(wait))
            #expect(Int(second.field("retry-after") ?? "") == (wait + 999) / 1_000)
            let bob = try await node.graphQL(page, variables: ["n": 20], as: "bob")
            #expect(bob["data"]?["boards"] != nil, "\(bob.text)")
            let elsewhere = try await node.graphQL(page, variables: ["n": 20], as: "ann", tenant: "other")
            #expect(elsewhere["data"]?["boards"] != nil)
            // Whoever shows no token is known by the address alone.
            let nobody = try await node.graphQL("{ __typename }", as: nil)
            #expect(nobody["data"]?["__typename"] == "Query")
            let again = try await node.graphQL(page, variables: ["n": 20], as: nil)
            #expect(code(again) == "RATE_LIMITED")
        }
    }
}
