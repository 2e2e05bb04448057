import GraphQLLanguage
import Testing

/// Hostile documents cost an error and never the stack.
struct LanguageLimitsTests {
    func reason(_ text: String, _ limits: LanguageLimits = .trusted) -> SyntaxError.Reason? {
        do throws(SyntaxError) {
            _ = try Document.parse(Source(text), options: ParseOptions(limits: limits))
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [
        ("", "{a"), ("{a(b:", "["), ("{", "...{"), ("query($a:", "["), ("{a(b:", "{c:"), ("type T {a(b:", "["),
    ])
    func `ten thousand levels are refused as too deep`(_ opening: String, _ level: String) {
        #expect(reason(opening + String(repeating: level, count: 10_000)) == .tooDeep)
    }

    @Test func `two hundred levels are allowed and no more`() {
        func nested(_ levels: Int) -> String {
            String(repeating: "{a", count: levels) + String(repeating: "}", count: levels)
        }
        #expect(reason(nested(200)) == nil)
        #expect(reason(nested(201)) == .tooDeep)
    }

    @Test func `a configuration cannot ask for more levels than the stack holds`() {
        let limits = LanguageLimits(bytesMax: .max, tokensMax: .max, depthMax: .max)
        #expect(reason(String(repeating: "{a", count: 100_000), limits) == .tooDeep)
    }

    @Test func `the token that is one too many is refused, and comments are not counted`() {
        let limits = LanguageLimits(bytesMax: 1_000, tokensMax: 4, depthMax: 10)
        #expect(reason("{ a b } # c d e", limits) == nil)
        #expect(reason("{ a b c }", limits) == .tooManyTokens)
    }

    @Test func `a source that is too long is refused before it is read`() {
        let limits = LanguageLimits(bytesMax: 5, tokensMax: 100, depthMax: 10)
        #expect(reason("{ a }", limits) == nil)
        #expect(reason("{ a } ", limits) == .tooManyBytes)
    }

    @Test func `the drafts after September 2025 are read only when asked for`() throws {
        for text in [
            "{ a {} }", "directive @a @b on FIELD", "extend directive @a @b", "directive @a on DIRECTIVE_DEFINITION",
        ] {
            #expect(reason(text) == .grammar)
            let options = ParseOptions(allowsEmptySelectionSets: true, allowsDirectivesOnDirectives: true)
            _ = try Document.parse(Source(text), options: options)
        }
    }
}
