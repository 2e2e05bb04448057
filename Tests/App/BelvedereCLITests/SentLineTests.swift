import JSON
import Testing

@testable import BelvedereCLI

struct SentLineTests {
    private func failure(_ code: String) -> JSONValue {
        ["data": .null, "errors": [["message": "No.", "extensions": ["code": .string(code)]]]]
    }

    @Test func `what passes is sent again, and nothing else`() {
        for code in ["UNAVAILABLE", "OVERLOADED", "RATE_LIMITED", "DEADLINE_EXCEEDED", "CONFLICT"] {
            #expect(SentLine(failure(code)) == .unknown, "\(code)")
        }
        #expect(SentLine(nil) == .unknown)
        #expect(SentLine(["data": .null]) == .unknown)
        #expect(SentLine(failure("BAD_USER_INPUT")) == .refused("No."), "a line that is too long is told and skipped")
        #expect(SentLine(failure("UNAUTHENTICATED")) == .shutOut("No."))
    }

    @Test func `a refusal of the chat is told, and ends it where it will not change`() {
        func refused(_ reason: String) -> JSONValue {
            ["data": ["sendMessage": ["reason": .string(reason), "message": "Why."]]]
        }
        #expect(SentLine(["data": ["sendMessage": [:]]]) == .sent)
        #expect(SentLine(refused("UNKNOWN_REPLY_TARGET")) == .refused("Why."))
        #expect(SentLine(refused("UNKNOWN_CHAT")) == .shutOut("Why."))
        #expect(SentLine(refused("ARCHIVED")) == .shutOut("Why."))
    }
}
