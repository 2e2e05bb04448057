import Testing

@testable import Gateway

struct ReadQueryStringTests {
    private func read(_ query: String) -> Result<GraphQLRequest, RequestFault> {
        Result { () throws(RequestFault) in try ReadQueryString.request(Array(query.utf8)) }
    }

    @Test func `parameters are decoded as forms are`() throws {
        let request = try read("query=%7B+a+%7D&variables=%7B%22x%22%3A1%7D&operationName=null").get()
        #expect(request.query.map { String(decoding: $0, as: UTF8.self) } == "{ a }")
        #expect(request.variables?.member("x")?.int == 1)
        // Spec: the parameter is a string, so this names an operation that is called null.
        #expect(request.operationName.map { String(decoding: $0, as: UTF8.self) } == "null")
    }

    @Test func `an empty parameter counts as absent`() throws {
        let request = try read("query={a}&variables=&operationName=").get()
        #expect(request.variables == nil)
        #expect(request.operationName == nil)
    }

    @Test(arguments: [
        ("", RequestFault.missingQuery), ("query=", .missingQuery),
        ("query={a}&variables=7", .wrongType(parameter: "variables", expected: "an object")),
        ("query={a}&query={b}", .wrongType(parameter: "query", expected: "given once")),
        ("query=%FF", .notUTF8),
    ])
    func `a bad parameter is refused`(_ query: String, _ expected: RequestFault) {
        guard case .failure(expected) = read(query) else {
            Issue.record("\(read(query))")
            return
        }
    }
}
