import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import Testing

/// Documents made to hurt: each is answered in time linear to its text, which shows in that these tests end.
struct HostileDocumentTests {
    static let schema = Zoo.makeSchema("type Query { a(x: Int): Query b: Int s: String l: [Query] }")

    func diagnostics(_ text: String) throws -> [Diagnostic] {
        switch validate(try Document.parse(Source(text)), against: Self.schema) {
        case .valid: return []
        case .invalid(let diagnostics): return diagnostics
        }
    }

    func times(_ count: Int, _ make: (Int) -> String) -> String { (0..<count).map(make).joined(separator: " ") }

    @Test func `fields repeated many times are merged without comparing every pair`() throws {
        #expect(try diagnostics("{ \(times(6_000) { _ in "b" }) }").isEmpty)
        #expect(try diagnostics("{ \(times(4_000) { _ in "a { b }" }) }").isEmpty)
        #expect(try diagnostics("{ \(times(4_000) { $0 % 2 == 0 ? "x: a { b }" : "x: a { c: b }" }) }").isEmpty)
    }

    @Test func `conflicts repeated many times end with the limit of errors`() throws {
        let found = try diagnostics("{ \(times(4_000) { $0 % 2 == 0 ? "x: b" : "x: s" }) }")
        #expect(found.count == 101)
        #expect(found.last?.kind == .aborted)
    }

    @Test func `fragments that spread the next one twice are not multiplied`() throws {
        let chain = times(90) { "fragment F\($0) on Query { ...F\($0 + 1) ...F\($0 + 1) a { ...F\($0 + 1) } }" }
        #expect(try diagnostics("{ ...F0 } \(chain) fragment F90 on Query { b }").isEmpty)
        let fields = times(60) { "fragment F\($0) on Query { a { ...F\($0 + 1) } x: a { ...F\($0 + 1) } }" }
        #expect(try diagnostics("{ ...F0 } \(fields) fragment F60 on Query { b }").isEmpty)
    }

    @Test func `a chain of fragments deeper than any selection set may be is given up`() throws {
        let chain = times(300) { "fragment F\($0) on Query { a { ...F\($0 + 1) } }" }
        let found = try diagnostics("{ ...F0 } \(chain) fragment F300 on Query { b }")
        #expect(found.map(\.message) == ["Validation aborted."])
        let cycle = times(5_000) { "fragment F\($0) on Query { ...F\(($0 + 1) % 5_000) }" }
        #expect(try diagnostics("{ ...F0 } \(cycle)").map(\.message) == ["Validation aborted."])
    }

    @Test func `a cycle of fragments is told and followed by no rule`() throws {
        let cycle = times(90) { "fragment F\($0) on Query { a { ...F\(($0 + 1) % 90) } b }" }
        #expect(try diagnostics("{ ...F0 } \(cycle)").map(\.rule) == ["NoFragmentCycles"])
        #expect(try diagnostics("fragment F on Query { ...F ...F b }").map(\.rule).contains("NoFragmentCycles"))
    }

    @Test func `many fragments in many operations end with the budget`() throws {
        let fragments = times(300) { "fragment F\($0) on Query { x\($0): a(x: $v) { b } }" }
        let spreads = times(300) { "...F\($0)" }
        let operations = times(300) { "query Q\($0)($v: Int) { \(spreads) }" }
        #expect(try diagnostics("\(fragments) \(operations)").map(\.kind) == [.aborted])
    }

    @Test func `directives and arguments repeated many times are told in linear time`() throws {
        #expect(try diagnostics("{ b \(times(1_000) { _ in "@skip(if: true)" }) }").last?.kind == .aborted)
        let arguments = try diagnostics("{ a(\(times(1_000) { _ in "x: 1" })) { b } }")
        #expect(arguments.map(\.rule) == ["UniqueArgumentNames"])
        #expect(arguments.first?.locations.count == 1_000)
    }

    @Test func `a huge literal with many faults is told in short`() throws {
        let object = times(2_000) { "k\($0): [1, 2]" }
        let list = times(2_000) { _ in "{a: 1}" }
        let found = try diagnostics("{ a(x: {\(object)}) { b } a(x: [\(list)]) { b } }")
        #expect(found.count <= 101)
        #expect(found.allSatisfy { $0.message.utf8.count < 2_200 })
        #expect(found.contains { $0.message.hasSuffix("...") })
    }
}
