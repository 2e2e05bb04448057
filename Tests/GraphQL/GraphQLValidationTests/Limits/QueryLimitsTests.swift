import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import Testing

/// Each limit lets through what is at its bound and names itself beyond.
struct QueryLimitsTests {
    static let schema = Zoo.makeSchema("type Query { a: Query b: Int }")

    func refusals(_ text: String, _ change: (inout QueryLimits) -> Void) throws -> [String] {
        var limits = QueryLimits.none
        change(&limits)
        let options = ValidationOptions(limits: limits)
        switch validate(try Document.parse(Source(text)), against: Self.schema, options: options) {
        case .valid: return []
        case .invalid(let diagnostics): return diagnostics.map { "\($0.rule ?? "") \($0.message)" }
        }
    }

    @Test func `depth counts fields through fragments and leaves introspection out`() throws {
        let text =
            "query Q { ...F } fragment F on Query { a { ... { a { b } } } __schema { types { fields { name } } } }"
        #expect(try refusals(text) { $0.depthMax = 3 }.isEmpty)
        #expect(try refusals(text) { $0.depthMax = 2 } == ["DepthLimit Operation 'Q' has too many levels of fields."])
        #expect(try refusals(text) { $0.introspectionDepthMax = 3 }.isEmpty)
        #expect(
            try refusals(text) { $0.introspectionDepthMax = 2 }
                == ["IntrospectionDepthLimit Operation 'Q' has too many levels of introspection."])
    }

    @Test func `aliases, root fields and selections count as often as fragments are spread`() throws {
        let text = "{ ...F a { ...F } } fragment F on Query { x: b y: a { z: b } }"
        #expect(try refusals(text) { $0.aliasesMax = 6 }.isEmpty)
        #expect(try refusals(text) { $0.aliasesMax = 5 } == ["AliasLimit Operation has too many aliases."])
        #expect(try refusals(text) { $0.rootFieldsMax = 3 }.isEmpty)
        #expect(try refusals(text) { $0.rootFieldsMax = 2 } == ["RootFieldLimit Operation has too many root fields."])
        #expect(try refusals(text) { $0.selectionsMax = 9 }.isEmpty)
        #expect(try refusals(text) { $0.selectionsMax = 8 } == ["SelectionLimit Operation has too many selections."])
    }

    @Test func `directives count in all and at one place`() throws {
        let text = "query @skip @skip { b @skip @skip @skip ...F } fragment F on Query @skip { b @skip }"
        #expect(try refusals(text) { $0.directivesMax = 6 } == ["DirectiveLimit Operation has too many directives."])
        #expect(
            try refusals(text) { $0.directivesPerLocationMax = 2 }
                == ["DirectivesPerLocationLimit Operation has too many directives at one place."])
    }

    @Test func `the bound is said only where that is wanted`() throws {
        let said = try refusals("{ a { b } }") {
            $0.depthMax = 1
            $0.saysNumbers = true
        }
        #expect(said == ["DepthLimit Operation has too many levels of fields: at most 1 are allowed."])
    }

    @Test func `fragments that multiply are counted in linear time and never overflow`() throws {
        let chain = (0..<200).map { "fragment F\($0) on Query { ...F\($0 + 1) ...F\($0 + 1) ...F\($0 + 1) }" }
        let text = "{ ...F0 } \(chain.joined(separator: " ")) fragment F200 on Query { b }"
        #expect(try refusals(text) { $0.selectionsMax = .max - 1 }.count == 1)
    }

    @Test func `cycles of fragments end`() throws {
        let text = "{ ...A } fragment A on Query { a { ...B } } fragment B on Query { a { ...A } }"
        #expect(try refusals(text) { $0.depthMax = 1 } == ["DepthLimit Operation has too many levels of fields."])
    }

    @Test func `all limits that are passed are told`() throws {
        let found = try refusals("{ x: a { y: b } }") {
            $0.depthMax = 1
            $0.aliasesMax = 1
        }
        #expect(found.count == 2)
    }
}
