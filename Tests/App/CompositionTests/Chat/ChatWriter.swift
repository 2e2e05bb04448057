import JSON
import Testing

/// Sends commands on chats as one user or another, and reads what they leave behind.
struct ChatWriter {
    let node: RunningNode

    /// The position and ids of what changed, or the reason of the refusal.
    @discardableResult
    func send(_ field: String, _ input: JSONValue, as user: String, roles: [String] = []) async throws -> JSONValue {
        let type =
            field.hasSuffix("ExternalChannel") ? "ExternalChannel" : field.prefix(1).uppercased() + field.dropFirst()
        let query = """
            mutation($input: \(type)Input!) { answer: \(field)(input: $input) {
              ... on ChatChanged { position chatId messageId } ... on ChatRefused { reason } } }
            """
        let answer = try await node.graphQL(query, variables: ["input": input], as: user, roles: roles)
        return try #require(answer["data"]?["answer"], "\(answer.text)")
    }

    /// A group of ann with bob; the position of its beginning.
    func begin(_ chat: String = "c", with members: [String] = ["bob"], history: String = "FULL") async throws -> String
    {
        let members = JSONValue.array(members.map { .string($0) })
        let input: JSONValue = [
            "id": .string(chat), "title": "T", "members": members, "history": .string(history),
        ]
        let position = try await send("createChat", input, as: "ann")["position"]?.string
        return try #require(position)
    }

    /// Says something; the position of it.
    @discardableResult
    func say(_ text: String, as user: String, in chat: String = "c") async throws -> String {
        let answer = try await send("sendMessage", ["chatId": .string(chat), "text": .string(text)], as: user)
        return try #require(answer["position"]?.string, "\(answer.text)")
    }

    /// A query whose reads include everything up to the position.
    func read(_ query: String, as user: String, after position: String, _ variables: JSONValue = .null) async throws
        -> JSONValue
    {
        let extensions: JSONValue = ["belvedere": ["consistency": ["token": .string(position)]]]
        let answer = try await node.graphQL(query, variables: variables, extensions: extensions, as: user)
        #expect(answer["errors"] == nil, "\(answer.text)")
        return answer["data"] ?? .null
    }
}
