import Foundation
import JSON
import Testing

/// What tools of others ask before anything else: the schema.
struct OutsideToolTests {
    private static let python = ProcessInfo.processInfo.environment["BELVEDERE_TEST_PYTHON"]

    private func fixture(_ path: String) -> String { RunningNode.root + "/Tests/Fixtures/" + path }

    @Test func `the introspection query of graphql-core with every option is within the default bounds`() async throws {
        let text = try String(contentsOfFile: fixture("Introspection/graphql-core-3.3.2.graphql"), encoding: .utf8)
        try await RunningNode.run { node in
            let answer = try await node.graphQL(text, as: nil)
            #expect(answer["errors"] == nil, "\(answer["errors"]?.text ?? "")")
            #expect(answer["data"]?["__schema"]?["types"]?.items?.count ?? 0 > 50)
        }
        try await RunningNode.run([("graphql.introspection_depth_max", "13")]) { node in
            let answer = try await node.graphQL(text, as: nil)
            #expect(answer["errors"]?[0]?["extensions"]?["code"] != nil, "one level less is too few")
        }
    }

    @Test(.enabled(if: python != nil, "Scripts/python.sh prepares the clients"), .timeLimit(.minutes(8)))
    func `gql fetches the schema over HTTP and over a socket, and works by it`() async throws {
        let python = try #require(Self.python)
        try await RunningNode.run { node in
            let arguments = [fixture("OutsideClients/gql_client.py"), "\(node.port)", node.token()]
            let (status, output) = await OutsideProgram.run(python, arguments)
            #expect(status == 0 && output.hasSuffix("all well\n"), "\(output)")
        }
    }
}
