import ContextKit
import Cryptography
import GraphQLPlanning
import JSON
import Prelude
import Testing

@testable import Gateway

struct OwnAnswersTests {
    @Test func `an error has its code however much data stands beside it`() throws {
        let members = (0..<100_001).map { "{\"a\":\($0)}" }.joined(separator: ",")
        let answer = "{\"errors\":[{\"message\":\"m\"}],\"data\":[\(members)]}"
        var codes: [String] = []
        let coded = ErrorCodes.added(to: Array(answer.utf8), .internal, trace: { "t" }) {
            codes.append(String(decoding: $0, as: UTF8.self))
        }
        #expect(codes == ["INTERNAL"])
        #expect(String(decoding: coded.prefix(200), as: UTF8.self).contains(#""code":"INTERNAL","traceId":"t""#))
    }

    @Test func `a text that cannot be run is not registered, whoever sends its digest`() async throws {
        try await TestGateway.run(
            "type Query { a: String }",
            bind: { $0.bind("Query.a") { _, _, _ in .constant(Array("\"x\"".utf8)) } }
        ) { (gateway) async throws in
            func code(_ text: String, sent: Bool) throws -> String? {
                let digest = SHA256.hash(Array(text.utf8).span)
                let hash = Hex.text(digest)
                var members: [JSONValue.Member] = [
                    .init("extensions", ["persistedQuery": ["version": 1, "sha256Hash": .string(hash)]])
                ]
                if sent { members.append(.init("query", .string(text))) }
                let request = try ReadRequestBody.one(JSONValue.object(members).bytes)
                do throws(Preparation.Refusal) {
                    _ = try gateway.service.prepare(request)
                    return nil
                } catch {
                    return error.code.rawValue
                }
            }
            #expect(try code("{ b }", sent: true) == "GRAPHQL_VALIDATION_FAILED")
            #expect(try code("{ b }", sent: false) == "PERSISTED_QUERY_NOT_FOUND")
            #expect(try code("{ a }", sent: false) == "PERSISTED_QUERY_NOT_FOUND")
            #expect(try code("{ a }", sent: true) == nil)
            #expect(try code("{ a }", sent: false) == nil)
        }
    }
}
