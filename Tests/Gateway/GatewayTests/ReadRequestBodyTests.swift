import JSON
import Testing

@testable import Gateway

struct ReadRequestBodyTests {
    private func fault(_ body: String) -> RequestFault? {
        do {
            _ = try ReadRequestBody.one(Array(body.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func `every parameter is read`() throws {
        let request = try ReadRequestBody.one(
            Array(
                #"""
                {"query":"{ a }","operationName":"A","variables":{"x":1},"extensions":{"y":{}},"onError":"NULL","z":1}
                """#.utf8))
        #expect(request.query.map { String(decoding: $0, as: UTF8.self) } == "{ a }")
        #expect(request.operationName.map { String(decoding: $0, as: UTF8.self) } == "A")
        #expect(request.variables?.member("x")?.int == 1)
        #expect(request.extensions?.member("y") != nil)
        #expect(request.onError?.count == 4)
    }

    @Test func `null counts as not given`() throws {
        let body = #"{"query":"{ a }","operationName":null,"variables":null,"extensions":null}"#
        let request = try ReadRequestBody.one(Array(body.utf8))
        #expect(request.operationName == nil)
        #expect(request.variables == nil)
        #expect(request.extensions == nil)
    }

    @Test(arguments: [
        (#"{"query":{}}"#, "query"), (#"{"query":0}"#, "query"), (#"{"query":false}"#, "query"),
        (#"{"query":[]}"#, "query"), (#"{"query":"{a}","operationName":{}}"#, "operationName"),
        (#"{"query":"{a}","variables":"x"}"#, "variables"), (#"{"query":"{a}","variables":[]}"#, "variables"),
        (#"{"query":"{a}","extensions":7}"#, "extensions"),
    ])
    func `a parameter of the wrong type is named`(_ body: String, _ parameter: String) {
        guard case .wrongType(parameter, _) = fault(body) else {
            Issue.record("\(String(describing: fault(body)))")
            return
        }
    }

    @Test func `a request needs a document`() {
        #expect(fault("{}") == .missingQuery)
        #expect(fault(#"{"query":null}"#) == .missingQuery)
        #expect(fault(#"{"documentId":"sha256:ab"}"#) == nil)
        #expect(fault(#"{"extensions":{"persistedQuery":{"version":1}}}"#) == nil)
    }

    @Test func `what is no JSON object is refused, and a second query is not smuggled in`() {
        #expect(fault("")?.isUnreadable == true)
        #expect(fault("{")?.isUnreadable == true)
        #expect(fault("[]") == .batchingIsOff)
        #expect(fault("7") == .notAnObject)
        #expect(fault(#"{"query":"{a}","query":"{b}"}"#)?.isUnreadable == true)
        #expect(fault(#"{"query":"{a}","onError":"MAYBE"}"#) == .unknownOnError)
    }

    @Test func `a batch keeps the place of a bad request in it`() throws {
        let batch = try ReadRequestBody.several(Array(#"[{"query":"{a}"},{"query":1}]"#.utf8), max: 2)
        #expect(batch.isBatch)
        #expect(batch.requests.map { (try? $0.get()) != nil } == [true, false])
        let two = Array(#"[{"query":"{a}"},{"query":"{a}"}]"#.utf8)
        #expect(throws: RequestFault.batchingIsOff) { try ReadRequestBody.several(two, max: 1) }
        let three = two.dropLast() + Array(#",{"query":"{a}"}]"#.utf8)
        #expect(throws: RequestFault.batchTooLong(max: 2)) { try ReadRequestBody.several(Array(three), max: 2) }
        #expect(throws: RequestFault.emptyBatch) { try ReadRequestBody.several(Array("[]".utf8), max: 2) }
    }
}
