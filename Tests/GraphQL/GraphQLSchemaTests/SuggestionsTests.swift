import Testing

@testable import GraphQLSchema

struct SuggestionsTests {
    @Test func `suggestions are near, nearest first, and numbers count as numbers`() {
        #expect(Suggestions.list(for: "", among: []) == [])
        #expect(Suggestions.list(for: "greenish", among: ["green"]) == ["green"])
        #expect(Suggestions.list(for: "verylongstringthatisnotclose", among: ["short"]) == [])
        #expect(Suggestions.list(for: "ABC", among: ["abd", "ABC", "abc"]) == ["ABC", "abc", "abd"])
        #expect(Suggestions.list(for: "acb", among: ["abc"]) == ["abc"])
        #expect(
            Suggestions.list(for: "name", among: ["name10", "name2", "nome", "nameX", "xname"]) == [
                "name2", "nameX", "nome", "xname", "name10",
            ])
    }

    @Test func `the question lists five at most`() {
        #expect(Suggestions.question([]) == "")
        #expect(Suggestions.question(["a"]) == " Did you mean 'a'?")
        #expect(
            Suggestions.question(["a", "b"], about: "the enum value") == " Did you mean the enum value 'a' or 'b'?")
        #expect(Suggestions.question(["a", "b", "c", "d", "e", "f"]) == " Did you mean 'a', 'b', 'c', 'd', or 'e'?")
    }

    @Test func `a name or a list of hostile size costs little and suggests nothing`() {
        let long = String(repeating: "a", count: 100_000)
        #expect(Suggestions.list(for: long, among: [long + "b"]) == [])
        #expect(Suggestions.list(for: "a", among: [long]) == [])
    }
}
