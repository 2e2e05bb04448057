import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import Testing

/// What holds for validation as a whole.
struct ValidationTests {
    func check(_ text: String, _ options: ValidationOptions = ValidationOptions()) throws -> [Diagnostic] {
        switch validate(try Document.parse(Source(text)), against: Zoo.schema, options: options) {
        case .valid: return []
        case .invalid(let diagnostics): return diagnostics
        }
    }

    @Test func `a document that breaks no rule is valid, and its spreads know their fragments`() throws {
        let text = "query Q($c: DogCommand!) { dog { ...F } } fragment F on Dog { doesKnowCommand(dogCommand: $c) }"
        guard case .valid(let valid) = validate(try Document.parse(Source(text)), against: Zoo.schema) else {
            Issue.record("The document is valid.")
            return
        }
        let dog = valid.document[valid.document.operations[0].selections[0]]
        #expect(valid.fragment(of: dog.selections[0]) == NodeID(0))
        #expect(valid.fragment(of: valid.document.operations[0].selections[0]) == nil)
    }

    @Test func `errors of different rules come in the order of the walk`() throws {
        let rules = try check("query ($a: Unknown) { dog { nam(x: 1) ...G @what } } fragment F on Dog { name }").map(
            \.rule)
        #expect(
            rules == [
                "NoUnusedVariables", "KnownTypeNames", "FieldsOnCorrectType", "KnownFragmentNames", "KnownDirectives",
                "NoUnusedFragments",
            ])
    }

    @Test func `every name of a rule finds it, with and without its suffix`() {
        for rule in ValidationRule.allCases {
            #expect(ValidationRule(named: rule.name) == rule)
            #expect(ValidationRule(named: rule.name + "Rule") == rule)
        }
        #expect(ValidationRule(named: "Rule") == nil)
        #expect(ValidationRule.scalarLeafs.name == "ScalarLeafs")
    }

    @Test func `beyond the limit of errors one sentence ends the report`() throws {
        let text = "{ dog { \((0..<10).map { "unknown\($0)" }.joined(separator: " ")) } }"
        let diagnostics = try check(text, ValidationOptions(errorsMax: 3))
        #expect(diagnostics.count == 4)
        #expect(diagnostics.last?.kind == .aborted)
        #expect(
            diagnostics.last?.message == "Too many validation errors, error limit reached. Validation aborted.")
        #expect(try check(text, ValidationOptions(errorsMax: 10)).count == 10)
    }

    @Test func `defer and stream are checked only where the schema has them`() throws {
        let document = try Document.parse(Source("{ thing { name @stream } }"))
        guard case .invalid(let known) = validate(document, against: Incremental.schema) else {
            Issue.record("A streamed leaf is not valid.")
            return
        }
        #expect(known.map(\.rule) == ["StreamDirectiveOnListField"])
    }

    @Test func `a type-system definition is refused and its directives and types are looked at`() throws {
        let rules = try check("type A { b: Unknown @what } { dog { name } }").map(\.rule)
        #expect(rules == ["ExecutableDefinitions", "KnownTypeNames", "KnownDirectives"])
    }

    @Test func `printing a document changes nothing about what is wrong with it`() throws {
        let first = UInt64.random(in: 0...UInt64.max)
        for number in 0..<60 {
            let seed = first &+ UInt64(number)
            var generator = ZooGenerator(seed: seed)
            let text = generator.document()
            let document = try Document.parse(Source(text))
            let printed = try Document.parse(Source(document.printed()))
            let before = diagnose(document, against: Zoo.schema, rules: .specified)
            let after = diagnose(printed, against: Zoo.schema, rules: .specified)
            #expect(before.map(\.message) == after.map(\.message), "seed \(seed)\n\(text)")
            #expect(before.map(\.rule) == after.map(\.rule), "seed \(seed)")
        }
    }
}
