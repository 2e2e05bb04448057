import JSON
import Prelude
import Testing

/// Sends the operations of a person with an account to a running node.
struct AccountClient: Sendable {
    let node: RunningNode
    /// Where the log stood after the last command: reads include it.
    private let seen = Lock<JSONValue>(.null)

    init(node: RunningNode) { self.node = node }

    private static func selection(_ field: String) -> String {
        let done =
            switch field {
            case "login", "refreshSession":
                "SignedIn { position userId accessToken refreshToken accessTokenExpiresAt refreshTokenExpiresAt }"
            case "logout": "SignedOut { position userId }"
            default: "AccountChanged { position userId }"
            }
        return "__typename ... on AccountRefused { reason } ... on \(done)"
    }

    /// One mutation; the answer's object, or the whole response where there is none.
    func mutate(
        _ field: String, _ input: JSONValue? = nil, token: String? = nil, _ more: [(String, String)] = []
    ) async throws -> JSONValue {
        let type = field.prefix(1).uppercased() + field.dropFirst() + "Input"
        let query =
            input == nil
            ? "mutation { \(field) { \(Self.selection(field)) } }"
            : "mutation($input: \(type)!) { \(field)(input: $input) { \(Self.selection(field)) } }"
        let response = try await ask(query, ["input": input ?? .null], token: token, more)
        if let position = response["data"]?[field]?["position"] { seen.withLock { $0 = position } }
        return response["data"]?[field].flatMap { $0.isNull ? nil : $0 } ?? response
    }

    func ask(
        _ query: String, _ variables: JSONValue = .null, token: String? = nil, _ more: [(String, String)] = []
    ) async throws -> JSONValue {
        let authorization = token.map { [("Authorization", "Bearer " + $0)] } ?? []
        let token = seen.withLock { $0 }
        let extensions: JSONValue = token.isNull ? [:] : ["belvedere": ["consistency": ["token": token]]]
        return try await node.graphQL(
            query, variables: variables, extensions: extensions, as: nil, authorization + more)
    }

    func register(
        _ id: String, password: String = "correct horse", _ more: [(String, String)] = []
    ) async throws -> JSONValue {
        let input: JSONValue = [
            "id": .string(id), "email": .string("\(id)@Example.com"), "password": .string(password),
            "name": .string("The \(id)"),
        ]
        return try await mutate("registerUser", input, token: admin, more)
    }

    func login(
        _ id: String, password: String = "correct horse", _ more: [(String, String)] = []
    ) async throws -> JSONValue {
        let input: JSONValue = ["email": .string("\(id)@example.COM"), "password": .string(password)]
        return try await mutate("login", input, token: nil, more)
    }

    func refresh(_ token: JSONValue?, _ more: [(String, String)] = []) async throws -> JSONValue {
        try await mutate("refreshSession", ["refreshToken": token ?? .null], token: nil, more)
    }

    /// A token of somebody who may see and change every account of the tenant.
    var admin: String { node.token("root", tenant: "public", roles: ["admin"]) }
}

extension JSONValue {
    /// The code of the first error of a response.
    var errorCode: String? { self["errors"]?.items?.first?["extensions"]?["code"]?.string }
    var reason: String? { self["reason"]?.string }
}
