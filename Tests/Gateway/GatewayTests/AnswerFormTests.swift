import Testing

@testable import Gateway

struct AnswerFormTests {
    private func form(_ accept: String?) -> AnswerForm? { AnswerForm(accept: accept.map { Array($0.utf8) }) }

    @Test func `parts are for those who take multipart in its current form`() {
        #expect(form("multipart/mixed, application/json")?.takesParts == true)
        #expect(form("multipart/mixed;incrementalSpec=v0.2, application/json")?.takesParts == true)
        #expect(form("multipart/mixed;deferSpec=20220824, application/json")?.takesParts == false)
        #expect(form("multipart/mixed;q=0, application/json")?.takesParts == false)
        #expect(form("multipart/mixed;subscriptionSpec=1.0, application/json")?.takesParts == false)
        #expect(form("multipart/mixed;subscriptionSpec=\"1.0\"")?.takesSubscriptions == true)
        #expect(form("application/json")?.takesParts == false)
        #expect(form(nil)?.takesParts == false)
    }

    @Test func `whoever takes nothing that can be made gets nothing`() {
        #expect(form("text/html") == nil)
        #expect(form("multipart/mixed;deferSpec=20220824") == nil)
        #expect(form("application/jsonl")?.takesLines == true)
        #expect(form("application/graphql-response+json, multipart/mixed")?.mediaType == .graphQLResponse)
    }
}
