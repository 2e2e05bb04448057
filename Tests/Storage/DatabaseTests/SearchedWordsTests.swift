import Database
import Testing

struct SearchedWordsTests {
    private func parameter(_ text: String) -> String {
        String(decoding: SearchedWords.parameter(Array(text.utf8)), as: UTF8.self)
    }

    @Test func `every word is quoted, so that nothing in it is an operator`() {
        #expect(parameter("quick  brown\tfox") == #""quick" "brown" "fox""#)
        #expect(parameter(#"a"b OR c* (d)"#) == #""a" "b" "OR" "c*" "(d)""#)
    }

    @Test func `nothing to search for finds nothing, and a search has few words`() {
        #expect(parameter(" \n\"") == #""""#)
        let many = String(repeating: "x ", count: 40)
        #expect(parameter(many) == Array(repeating: #""x""#, count: 16).joined(separator: " "))
    }
}
