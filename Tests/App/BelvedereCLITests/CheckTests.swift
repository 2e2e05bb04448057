import Glibc
import JSON
import Testing

@testable import BelvedereCLI

struct CheckTests {
    private func verdict(_ words: [String]) throws -> Check.Verdict {
        var reader = ArgumentReader(words)
        return try Check.verdict(&reader)
    }

    @Test func `the repository's own schema has no problems`() throws {
        let verdict = try verdict(["--storage.files", TemporaryFolder.root])
        #expect(verdict.code == .success)
        #expect(verdict.problems.isEmpty)
        #expect(verdict.typeCount > 0 && verdict.modelCount > 0)
        let json = try JSONValue(parsing: Check.json(verdict))
        #expect(json["ok"] == .bool(true))
        #expect(json["code"] == 0)
    }

    @Test func `a schema that the parts do not fit is told apart from a wrong configuration`() throws {
        let folder = TemporaryFolder()
        mkdir(folder.path + "/Schema", 0o700)
        let path = folder.path + "/Schema/schema.graphql"
        let file = try #require(fopen(path, "w"))
        fputs("type Query { nobodyBindsThis: Int }", file)
        fclose(file)
        defer {
            unlink(path)
            rmdir(folder.path + "/Schema")
        }
        let schema = try verdict(["--storage.files", folder.path])
        #expect(schema.code == .failed)
        #expect(schema.problems.contains { $0.contains("Query.nobodyBindsThis") })
        let json = try JSONValue(parsing: Check.json(schema))
        #expect(json["ok"] == .bool(false))
        #expect(json["problems"]?.items?.count == schema.problems.count)

        let configuration = try verdict(["--storage.files", TemporaryFolder.root, "--server.listen", "nowhere:x"])
        #expect(configuration.code == .configuration)
        #expect(!configuration.problems.isEmpty)
    }

    @Test func `an option that nobody knows is a mistake of the caller`() {
        #expect(throws: CommandFailure.self) { try verdict(["--storage.files", TemporaryFolder.root, "--what"]) }
    }
}
