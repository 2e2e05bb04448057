import JSON
import Testing

struct AccountQueryTests {
    private let list = "{ users(first: 10) { nodes { id role status email } } }"
    private let find = "{ userByEmail(email: \"ANN@example.com\") { id email } }"

    @Test(arguments: RunningNode.Store.available)
    func `administrators see every account and others see who there is`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let client = AccountClient(node: node)
            for id in ["ann", "bob"] { _ = try await client.register(id) }
            let bob = try #require(try await client.login("bob")["accessToken"]?.string)
            let found = try await client.ask(find, token: client.admin)
            #expect(found["data"]?["userByEmail"] == ["id": "ann", "email": "ann@example.com"], "\(found.text)")
            let all = try await client.ask(list, token: client.admin)
            #expect(
                all["data"]?["users"]?["nodes"]?.items?.map { $0["id"] } == ["bob", "ann"], "\(all.text)")
            for query in [list, find] {
                #expect(try await client.ask(query, token: bob).errorCode == "FORBIDDEN")
                #expect(try await client.ask(query).errorCode == "UNAUTHENTICATED")
            }
            let seen = try await client.ask("{ user(id: \"ann\") { id name status } }", token: bob)
            #expect(seen["data"]?["user"] == ["id": "ann", "name": "The ann", "status": "ACTIVE"])
            #expect(try await client.ask("{ user(id: \"ann\") { id } }").errorCode == "UNAUTHENTICATED")
            #expect(try await client.ask("{ me { id } }").errorCode == "UNAUTHENTICATED")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `administrators find accounts by role and by status`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let client = AccountClient(node: node)
            for id in ["ann", "bob", "cy", "dan"] { _ = try await client.register(id) }
            for id in ["ann", "bob"] {
                let role: JSONValue = ["userId": .string(id), "role": "ADMIN"]
                _ = try await client.mutate("changeUserRole", role, token: client.admin)
            }
            for id in ["bob", "cy"] {
                _ = try await client.mutate("deactivateUser", ["userId": .string(id)], token: client.admin)
            }
            let query = """
                query($filter: UserFilter, $first: Int! = 9, $after: Cursor) {
                  users(filter: $filter, first: $first, after: $after) {
                    nodes { id } pageInfo { hasNextPage endCursor } } }
                """
            func page(_ filter: JSONValue, _ more: [JSONValue.Member] = []) async throws -> JSONValue? {
                let variables = JSONValue.object([.init("filter", filter)] + more)
                return try await client.ask(query, variables, token: client.admin)["data"]?["users"]
            }
            func found(_ filter: JSONValue) async throws -> [String] {
                try await page(filter)?["nodes"]?.items?.compactMap { $0["id"]?.string } ?? []
            }
            #expect(try await found(.null) == ["dan", "cy", "bob", "ann"])
            #expect(try await found([:]) == ["dan", "cy", "bob", "ann"])
            #expect(try await found(["role": "ADMIN"]) == ["bob", "ann"])
            #expect(try await found(["status": "DEACTIVATED"]) == ["cy", "bob"])
            #expect(try await found(["role": "ADMIN", "status": "ACTIVE"]) == ["ann"])
            let first = try await page(["role": "ADMIN"], [.init("first", 1)])
            #expect(first?["nodes"] == [["id": "bob"]] && first?["pageInfo"]?["hasNextPage"] == true)
            let cursor = JSONValue.Member("after", first?["pageInfo"]?["endCursor"] ?? .null)
            #expect(try await page(["role": "ADMIN"], [cursor])?["nodes"] == [["id": "ann"]])
            let other = try await client.ask(
                query, .object([.init("filter", ["role": "USER"]), cursor]), token: client.admin)
            #expect(other.errorCode == "BAD_USER_INPUT", "a cursor opens no other list: \(other.text)")
        }
    }

    @Test func `a changed profile is in the receipt's own query, and only for its owner and administrators`()
        async throws
    {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            for id in ["ann", "bob"] { _ = try await client.register(id) }
            let ann = try #require(try await client.login("ann")["accessToken"]?.string)
            let bob = try #require(try await client.login("bob")["accessToken"]?.string)
            let update = """
                mutation($input: UpdateProfileInput!) { updateProfile(input: $input) {
                  ... on AccountChanged { query { me { name phone } } } } }
                """
            let changed = try await client.ask(
                update, ["input": ["name": "Anna", "phone": "+4915112345678"]], token: ann)
            #expect(
                changed["data"]?["updateProfile"]?["query"]?["me"] == ["name": "Anna", "phone": "+4915112345678"],
                "\(changed.text)")
            let others: JSONValue = ["userId": "ann", "name": "Nan"]
            #expect(try await client.mutate("updateProfile", others, token: bob).errorCode == "FORBIDDEN")
            #expect(try await client.mutate("updateProfile", others, token: client.admin)["userId"] == "ann")
            #expect(try await client.mutate("updateProfile", others).errorCode == "UNAUTHENTICATED")
        }
    }

    @Test func `a role is in the next token, and a deactivated account has no next token`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            let session = try await client.login("ann")
            let role: JSONValue = ["userId": "ann", "role": "ADMIN"]
            let ann = try #require(session["accessToken"]?.string)
            #expect(try await client.mutate("changeUserRole", role, token: ann).errorCode == "FORBIDDEN")
            #expect(try await client.mutate("changeUserRole", role, token: client.admin)["userId"] == "ann")
            #expect(try await client.ask(list, token: ann).errorCode == "FORBIDDEN")
            let next = try await client.refresh(session["refreshToken"])
            let promoted = try #require(next["accessToken"]?.string)
            #expect(try await client.ask(list, token: promoted).errorCode == nil)
            #expect(try await client.mutate("changeUserRole", role, token: promoted).reason == "OWN_ROLE")
            #expect(try await client.mutate("deactivateUser", ["userId": "ann"], token: promoted)["userId"] == "ann")
            #expect(try await client.refresh(next["refreshToken"]).reason == "SESSION_ENDED")
            #expect(try await client.login("ann").reason == "INVALID_CREDENTIALS")
        }
    }
}
