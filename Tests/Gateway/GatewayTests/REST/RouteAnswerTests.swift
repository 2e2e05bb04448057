import HTTP
import JSON
import Testing

@testable import Gateway

struct RouteAnswerTests {
    private static let mutation = """
        mutation Act($id: ID) @rest(method: POST, path: "/a") {
          done: act(id: $id) { __typename ... on Done { position } ... on Refused { reason message } }
        }
        """
    private static let query = """
        query Thing($id: ID!) @rest(method: GET, path: "/a/{id}") { thing(id: $id) { position } }
        """

    private func answer(_ response: String, of text: String = mutation) throws -> (status: Int, body: JSONValue) {
        let operation = try #require(try StoredOperationTests.read(text).operations.first)
        switch RouteAnswer(Array(response.utf8), of: operation) {
        case .value(let bytes): return (Int(operation.success.rawValue), try JSONValue(parsing: bytes))
        case .problem(let problem): return (Int(problem.status.rawValue), try JSONValue(parsing: problem.body))
        }
    }

    @Test func `the value of the one field is the answer`() throws {
        let (status, body) = try answer(#"{"data":{"done":{"__typename":"Done","position":7}},"extensions":{}}"#)
        #expect(status == 200 && body == ["__typename": "Done", "position": 7])
    }

    @Test func `a refusal has the status of its reason`() throws {
        let (status, body) = try answer(
            #"{"data":{"done":{"__typename":"Refused","reason":"TAKEN","message":"It is \"taken\"."}}}"#)
        #expect(status == 409)
        #expect(
            body == [
                "type": "urn:belvedere:refusal:TAKEN", "title": "Conflict", "status": 409,
                "detail": "It is \"taken\".", "reason": "TAKEN",
            ])
    }

    @Test func `the first error decides, all are told, and none of their places in a text that the client never saw`()
        throws
    {
        let (status, body) = try answer(
            #"{"errors":[{"message":"a","locations":[{"line":1,"column":1}],"extensions":{"code":"CONFLICT"}},"#
                + #"{"message":"b","extensions":{"code":"INTERNAL","traceId":"t"}}],"data":{"done":null}}"#)
        #expect(status == 409 && body["code"] == "CONFLICT" && body["detail"] == "a")
        #expect(
            body["errors"] == [
                ["message": "a", "extensions": ["code": "CONFLICT"]],
                ["message": "b", "extensions": ["code": "INTERNAL", "traceId": "t"]],
            ])
    }

    @Test func `nothing is not found where something was asked for`() throws {
        #expect(try answer(#"{"data":{"thing":null}}"#, of: Self.query).status == 404)
        #expect(try answer(#"{"data":{"done":null}}"#).body == .null)
    }

    @Test(arguments: ErrorCode.allCases)
    func `every code has a status that says that it is an error`(code: ErrorCode) {
        #expect((400...599).contains(code.status.rawValue))
    }
}
