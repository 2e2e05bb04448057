import EventSourcing
import JSON
import Testing

struct CompanyJourneyTests {
    private static let query = """
        query($id: ID!) {
          company(id: $id) { title status memberCount messengerGroup members { nodes { userId role } } }
          companyMembers(companyId: $id) { nodes { userId role } }
          myCompanies { nodes { role company { id title memberCount } } }
        }
        """

    /// One mutation by a user; the answer's object, or the whole response where there is none.
    private func mutate(
        _ field: String, _ input: JSONValue, by user: String?, _ node: RunningNode
    ) async throws -> JSONValue {
        let type = field.prefix(1).uppercased() + field.dropFirst() + "Input"
        let text = """
            mutation($input: \(type)!) { \(field)(input: $input) {
              ... on CompanyRefused { reason } ... on CompanyChanged { companyId position } } }
            """
        let response = try await node.graphQL(text, variables: ["input": input], as: user)
        return response["data"]?[field].flatMap { $0.isNull ? nil : $0 } ?? response
    }

    private func read(_ receipt: JSONValue, by user: String, _ node: RunningNode) async throws -> JSONValue {
        let read = try await node.graphQL(
            Self.query, variables: ["id": "c"],
            extensions: ["belvedere": ["consistency": ["token": receipt["position"] ?? .null]]], as: user)
        return read["data"] ?? read
    }

    @Test(arguments: RunningNode.Store.available)
    func `members see a company and each other, and nobody else does, before and after`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let created = try await mutate("createCompany", ["id": "c", "title": "C"], by: "ann", node)
            #expect(created["companyId"] == "c", "\(created.text)")
            let added = try await mutate(
                "addCompanyMember", ["companyId": "c", "userId": "bob", "role": "MANAGER"], by: "ann", node)
            let members: JSONValue = [
                "nodes": [["userId": "ann", "role": "OWNER"], ["userId": "bob", "role": "MANAGER"]]
            ]
            let seen = try await read(added, by: "bob", node)
            #expect(
                seen["company"] == [
                    "title": "C", "status": "ACTIVE", "memberCount": 2, "messengerGroup": .null, "members": members,
                ], "\(seen.text)")
            #expect(seen["companyMembers"] == members)
            #expect(
                seen["myCompanies"] == [
                    "nodes": [["role": "MANAGER", "company": ["id": "c", "title": "C", "memberCount": 2]]]
                ])
            let nothing: JSONValue = ["company": .null, "companyMembers": ["nodes": []], "myCompanies": ["nodes": []]]
            #expect(try await read(added, by: "eve", node) == nothing)
            let removed = try await mutate("removeCompanyMember", ["companyId": "c", "userId": "bob"], by: "ann", node)
            #expect(try await read(removed, by: "bob", node) == nothing)
            #expect(try await read(removed, by: "ann", node)["company"]?["memberCount"] == 1)
        }
    }

    @Test func `what the domain refuses is told in words of the schema`() async throws {
        try await RunningNode.run { node in
            _ = try await mutate("createCompany", ["id": "c", "title": "C"], by: "ann", node)
            let change: JSONValue = ["companyId": "c", "title": "D"]
            #expect(try await mutate("updateCompany", change, by: "eve", node).reason == "UNKNOWN_COMPANY")
            #expect(try await mutate("updateCompany", change, by: nil, node).errorCode == "UNAUTHENTICATED")
            let leave: JSONValue = ["companyId": "c", "userId": "ann"]
            #expect(try await mutate("removeCompanyMember", leave, by: "ann", node).reason == "LAST_OWNER")
            let bad: JSONValue = ["title": "", "inn": "1"]
            #expect(try await mutate("createCompany", bad, by: "ann", node).errorCode == "BAD_USER_INPUT")
            #expect(try await mutate("archiveCompany", ["companyId": "c"], by: "ann", node)["companyId"] == "c")
            #expect(try await mutate("updateCompany", change, by: "ann", node).reason == "ARCHIVED")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `a company gets the messenger group that it was created with`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let wish: JSONValue = ["id": "c", "title": "C", "createMessengerGroup": true]
            let created = try await mutate("createCompany", wish, by: "ann", node)
            // Bounded: the group comes soon after the company.
            var group = JSONValue.null
            for _ in 0..<50_000 where group.isNull {
                group = try await read(created, by: "ann", node)["company"]?["messengerGroup"] ?? .null
            }
            #expect(group.string?.hasPrefix("group-") == true, "\(group.text)")
        }
    }

    @Test func `companies are looked up in the registry, and never a number that cannot be right`() async throws {
        try await RunningNode.run { node in
            let find = "query($inn: String!) { companyByInn(inn: $inn) { inn title } }"
            let found = try await node.graphQL(find, variables: ["inn": "7800000002"])
            #expect(found["data"]?["companyByInn"] == ["inn": "7800000002", "title": "Neva Shipping"], "\(found.text)")
            #expect(try await node.graphQL(find, variables: ["inn": "7707083893"])["data"]?["companyByInn"] == .null)
            #expect(try await node.graphQL(find, variables: ["inn": "7800000001"]).errorCode == "BAD_USER_INPUT")
            #expect(
                try await node.graphQL(find, variables: ["inn": "7800000002"], as: nil).errorCode == "UNAUTHENTICATED")
            let suggest = try await node.graphQL("{ suggestCompanies(query: \"neva\") { inn } }")
            #expect(suggest["data"]?["suggestCompanies"] == [["inn": "7800000002"]], "\(suggest.text)")
            let short = try await node.graphQL("{ suggestCompanies(query: \"n\") { inn } }")
            #expect(short.errorCode == "BAD_USER_INPUT")
        }
    }
}
