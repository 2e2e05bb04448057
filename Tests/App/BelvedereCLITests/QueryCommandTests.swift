import Composition
import Configuration
import JSON
import Testing

@testable import BelvedereCLI

struct QueryCommandTests {
    private func answer(_ words: [String], in folder: borrowing TemporaryFolder) async throws -> JSONValue {
        var reader = ArgumentReader(words + folder.flags)
        let configuration = try ConfigurationArguments.load(&reader)
        let query = try QueryArguments(&reader, Console())
        return try JSONValue(parsing: try await LocalQuery.answer(query, configuration))
    }

    @Test func `what a mutation wrote is in the answer of a later query`() async throws {
        let folder = TemporaryFolder()
        let open = """
            mutation($id: ID!) { openBoard(input: {id: $id, title: "First"}) { ... on BoardChanged { boardId } } }
            """
        let user = ["--tenant", "demo", "--user", "ann"]
        let opened = try await answer([open, "--variables", #"{"id":"b1"}"#] + user, in: folder)
        #expect(opened["data"]?["openBoard"]?["boardId"] == "b1", "\(opened.text)")
        let read = try await answer([#"{ board(id: "b1") { title } }"#] + user, in: folder)
        #expect(read["data"]?["board"]?["title"] == "First", "\(read.text)")
    }

    @Test func `an invalid document is answered like over HTTP, and the shell is told`() async throws {
        let folder = TemporaryFolder()
        let answer = try await answer(["{ nothing }"], in: folder)
        #expect(answer["errors"]?[0]?["extensions"]?["code"] == "GRAPHQL_VALIDATION_FAILED")
        #expect(QueryCommand.code(of: answer.bytes) == .failed)
        #expect(QueryCommand.code(of: Array(#"{"data":{}}"#.utf8)) == .success)
        #expect(QueryCommand.code(of: Array("<html>".utf8)) == .failed)
    }

    @Test(arguments: [
        [], ["{ a }", "{ b }"], ["{ a }", "--variables", "[1]"], ["{ a }", "--tenant", "demo"],
        ["{ a }", "--token", "t", "--user", "ann"],
    ])
    func `arguments that do not fit together are a mistake`(_ words: [String]) {
        #expect(throws: CommandFailure.self) {
            var reader = ArgumentReader(words)
            _ = try QueryArguments(&reader, Console())
        }
    }

    @Test func `a gateway that is not there is unavailable, not a wrong answer`() async throws {
        let folder = TemporaryFolder()
        var reader = folder.arguments("{ __typename }", "--url", "http://127.0.0.1:1/graphql")
        let failure = await #expect(throws: CommandFailure.self) {
            _ = try await QueryCommand.run(&reader, Console())
        }
        #expect(failure?.code == .unavailable)
    }
}
