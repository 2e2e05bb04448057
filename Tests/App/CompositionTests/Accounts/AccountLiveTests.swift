import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct AccountLiveTests {
    @Test func `a changed profile is told to its owner alone, without what it says`() async throws {
        try await RunningNode.run { node in
            let client = AccountClient(node: node)
            for id in ["ann", "bob"] { _ = try await client.register(id) }
            let ann = try #require(try await client.login("ann")["accessToken"]?.string)
            var socket = try await LiveSocket(to: node, token: ann)
            let events = "subscription { accountEvents { name userId position } }"
            socket.subscribe("1", events, resumeAfter: "v1.1.0")
            let admin = client.admin
            for id in ["bob", "ann"] {
                let update: JSONValue = ["userId": .string(id), "name": "Another"]
                #expect(try await client.mutate("updateProfile", update, token: admin)["userId"] == .string(id))
            }
            let told = try await socket.next()
            #expect(told["data"]?["accountEvents"]?["name"] == "user.profile.updated", "\(told.text)")
            #expect(told["data"]?["accountEvents"]?["userId"] == "ann")
            socket.cut()
        }
    }
}
