import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct CompanyLiveTests {
    private static let events = """
        subscription($after: Cursor) { companyEvents(companyId: "c", after: $after) { name actor
          ... on CompanyUpdatedEvent { title } ... on CompanyMemberAddedEvent { userId role }
          ... on CompanyMemberRemovedEvent { userId } } }
        """

    /// Sends a mutation as ann and gives the position of its effect.
    @discardableResult
    private func send(_ field: String, _ input: JSONValue, to node: RunningNode) async throws -> String {
        let type = field.prefix(1).uppercased() + field.dropFirst() + "Input"
        let text = "mutation($input: \(type)!) { \(field)(input: $input) { ... on CompanyChanged { position } } }"
        let response = try await node.graphQL(text, variables: ["input": input], as: "ann")
        return try #require(response["data"]?[field]?["position"]?.string, "\(response.text)")
    }

    /// A user's own memberships as of a position.
    private func roles(of user: String, at position: String, _ node: RunningNode) async throws -> JSONValue? {
        let consistency: JSONValue = ["belvedere": ["consistency": ["token": .string(position)]]]
        let read = try await node.graphQL("{ myCompanies { nodes { role } } }", extensions: consistency, as: user)
        return read["data"]?["myCompanies"]?["nodes"]
    }

    @Test(arguments: RunningNode.Store.available)
    func `a member is told by the names of the contract, up to the leaving, and a stranger nothing`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let start = try await send("createCompany", ["id": "c", "title": "C"], to: node)
            let joined = try await send("addCompanyMember", ["companyId": "c", "userId": "bob"], to: node)
            // Why read first: a gate asks the read model, which must have begun.
            #expect(try await roles(of: "bob", at: joined, node) == [["role": "MEMBER"]])
            var owner = try await LiveSocket(to: node, token: node.token("ann"))
            owner.subscribe("1", Self.events, resumeAfter: "v1.1.0")
            var member = try await LiveSocket(to: node, token: node.token("bob"))
            member.subscribe("1", Self.events, variables: ["after": .string(joined)])
            let created = try await owner.next()
            #expect(created["data"]?["companyEvents"] == ["name": "company.created", "actor": "ann"])
            let added: JSONValue = [
                "name": "company.member.added", "actor": "ann", "userId": "bob", "role": "MEMBER",
            ]
            #expect(try await owner.next()["data"]?["companyEvents"] == added)
            try await send("updateCompany", ["companyId": "c", "title": "D"], to: node)
            let updated: JSONValue = ["name": "company.updated", "actor": "ann", "title": "D"]
            #expect(try await owner.next()["data"]?["companyEvents"] == updated)
            #expect(try await member.next()["data"]?["companyEvents"] == updated)
            let left = try await send("removeCompanyMember", ["companyId": "c", "userId": "bob"], to: node)
            let removed: JSONValue = ["name": "company.member.removed", "actor": "ann", "userId": "bob"]
            #expect(try await owner.next()["data"]?["companyEvents"] == removed)
            #expect(try await member.next()["data"]?["companyEvents"] == removed)
            let end = try await member.message()
            #expect(end["type"] == "error" && end["payload"]?[0]?["extensions"]?["code"] == "FORBIDDEN", "\(end.text)")
            #expect(try await roles(of: "bob", at: left, node) == [])
            member.subscribe("2", Self.events, resumeAfter: start)
            let names = [try await member.next(), try await member.next(), try await member.next()]
                .map { $0["data"]?["companyEvents"]?["name"]?.string ?? $0.text }
            #expect(names == ["company.member.added", "company.updated", "company.member.removed"])
            #expect(try await member.message()["payload"]?[0]?["extensions"]?["code"] == "FORBIDDEN")
            member.subscribe("3", Self.events, resumeAfter: left)
            #expect(try await member.message()["payload"]?[0]?["extensions"]?["code"] == "FORBIDDEN")
            owner.cut()
            member.cut()
        }
    }
}
