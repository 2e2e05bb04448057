import Accounts
import Composition
import EventSourcing
import JSON
import Testing

struct ErasureTests {
    /// What is said about ann, in the bytes in which it would be stored.
    private static let said = ["ann@example.com", "ann@Example.com", "The ann", "+4915199999999", "$argon2id"]

    private func bodies(of stream: StreamName, _ node: RunningNode) async throws -> String {
        let page = try await node.storage.events.read(
            StreamQuery(stream, in: "public", .forwards(after: .empty), limit: 100))
        return page.events.map { String(decoding: $0.body, as: UTF8.self) }.joined(separator: "\n")
    }

    @Test(arguments: RunningNode.Store.available)
    func `what is said about people is sealed in the log, and its owner reads it`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            let ann = try await client.login("ann")["accessToken"]?.string
            let phone: JSONValue = ["phone": "+4915199999999"]
            #expect(try await client.mutate("updateProfile", phone, token: ann)["userId"] == "ann")
            let log = try await bodies(of: UserAccount.stream("ann"), node)
            #expect(log.contains("$sealed"))
            for text in Self.said { #expect(!log.contains(text), "\(text) in \(log)") }
            let me = try await client.ask("{ me { email name phone } }", token: ann)
            #expect(
                me["data"]?["me"] == ["email": "ann@example.com", "name": "The ann", "phone": "+4915199999999"],
                "\(me.text)")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `an erased person is unreadable for ever and the address is free`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let client = AccountClient(node: node)
            let registered = try await client.register("ann")
            #expect(try await name(in: registered, of: "ann", node) == "The ann")
            let login = try await client.login("ann")
            let ann = login["accessToken"]?.string
            #expect(try await client.mutate("eraseUser", ["userId": "ann"], token: ann)["userId"] == "ann")
            let seen = try await client.ask("{ user(id: \"ann\") { name status } }", token: client.admin)
            #expect(seen["data"]?["user"] == ["name": .null, "status": "ERASED"], "\(seen.text)")
            #expect(try await client.refresh(login["refreshToken"]).reason == "SESSION_ENDED")
            #expect(try await client.login("ann").reason == "INVALID_CREDENTIALS")
            let again: JSONValue = [
                "id": "ann2", "email": "ann@example.com", "password": "correct horse", "name": "Another",
            ]
            let another = try await client.mutate("registerUser", again, token: client.admin)
            // Bounded: the key is destroyed by a process, soon after the event.
            var isReadable = true
            for _ in 0..<50_000 where isReadable { isReadable = try await name(in: registered, of: "ann", node) != nil }
            #expect(!isReadable)
            #expect(try await name(in: another, of: "ann2", node) == "Another")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `nothing that was said about an erased person is in any event of the log`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let client = AccountClient(node: node)
            _ = try await client.register("ann")
            _ = try await client.login("ann", password: "wrong")
            let login = try await client.login("ann")
            let ann = login["accessToken"]?.string
            let phone: JSONValue = ["phone": "+4915199999999"]
            #expect(try await client.mutate("updateProfile", phone, token: ann)["userId"] == "ann")
            let refreshed = try await client.refresh(login["refreshToken"])
            #expect(try await client.mutate("eraseUser", ["userId": "ann"], token: ann)["userId"] == "ann")
            let page = try await node.storage.events.read(LogQuery(after: .start, limit: 500))
            #expect(page.events.count > 6)
            let secrets = [login, refreshed].compactMap { $0["refreshToken"]?.string } + ["correct horse"]
            for event in page.events {
                let body = String(decoding: event.body, as: UTF8.self)
                for text in Self.said + secrets { #expect(!body.contains(text), "\(text) in \(event.stream)") }
                if event.stream.category == SignIn.category {
                    // What stays: that some hash of an address belonged to the id, as the schema says.
                    let names = ["ann@example.com", "ann@Example.com"]
                    #expect(!names.contains { event.stream.text.contains($0) })
                }
            }
        }
    }

    /// What the account was called at the position of a receipt, if the log still tells.
    private func name(in receipt: JSONValue, of user: String, _ node: RunningNode) async throws -> String? {
        let cursor = try #require(receipt["position"]?.string.flatMap { Cursor($0) }, "\(receipt.text)")
        let loaded = try await node.node.handle.loader.load(
            UserAccount.stream(user), in: "public", as: UserAccount.self, at: .position(cursor.position))
        #expect(loaded.version == StreamVersion(1))
        return loaded.state.fullName.value
    }
}
