import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import Testing

/// Every rule of section 5 of the specification by its heading: a document that all rules accept, and one in which this
/// rule, and no other, finds a fault.
struct SpecificationTests {
    struct Rule: Sendable, CustomTestStringConvertible {
        let heading: String
        let rule: ValidationRule
        let accepts: String
        let refuses: String

        init(_ heading: String, _ rule: ValidationRule, accepts: String, refuses: String) {
            (self.heading, self.rule, self.accepts, self.refuses) = (heading, rule, accepts, refuses)
        }

        var testDescription: String { heading }
    }

    static let documents: [Rule] = [
        Rule(
            "5.1.1 Executable Definitions", .executableDefinitions, accepts: "{ dog { name } }",
            refuses: "{ dog { name } } extend type Dog { age: Int }"),
        Rule(
            "5.2.1.1 Operation Type Existence", .knownOperationTypes, accepts: "mutation { rename(id: 1) { name } }",
            refuses: "mutation { x: __typename }"),
        Rule(
            "5.2.2.1 Operation Name Uniqueness", .uniqueOperationNames,
            accepts: "query A { dog { name } } mutation B { rename(id: 1) { name } }",
            refuses: "query A { dog { name } } mutation A { rename(id: 1) { name } }"),
        Rule(
            "5.2.3.1 Lone Anonymous Operation", .loneAnonymousOperation, accepts: "{ dog { name } }",
            refuses: "{ dog { name } } query A { cat { name } }"),
        Rule(
            "5.2.4.1 Single Root Field", .singleFieldSubscriptions,
            accepts: "subscription { ...F } fragment F on Subscription { message { body sender } }",
            refuses: "subscription { ...F } fragment F on Subscription { message { body } priority }"),
        Rule(
            "5.2.4.1 Single Root Field, which no condition decides", .singleFieldSubscriptions,
            accepts: "subscription ($b: Boolean!) { message { body @include(if: $b) } }",
            refuses: "subscription ($b: Boolean!) { message @include(if: $b) { body } }"),
        Rule(
            "5.2.4.1 Single Root Field, which is no introspection", .singleFieldSubscriptions,
            accepts: "subscription { message { __typename } }", refuses: "subscription { __typename }"),
    ]

    static let fields: [Rule] = [
        Rule(
            "5.3.1 Field Selections", .fieldsOnCorrectType, accepts: "{ pet { name ... on Dog { barks } } }",
            refuses: "{ pet { name nickname } }"),
        Rule(
            "5.3.1 Field Selections, of a union", .fieldsOnCorrectType,
            accepts: "{ catOrDog { __typename ... on Cat { meows } } }", refuses: "{ catOrDog { name } }"),
        Rule(
            "5.3.2 Field Selection Merging, of the same parent", .overlappingFieldsCanBeMerged,
            accepts: "{ dog { name name a: isAtLocation(x: 1, y: 2) a: isAtLocation(y: 2, x: 1) } }",
            refuses: "{ dog { a: isAtLocation(x: 1) a: isAtLocation(x: 2) } }"),
        Rule(
            "5.3.2 Field Selection Merging, of parents that exclude each other", .overlappingFieldsCanBeMerged,
            accepts: "{ pet { ... on Dog { a: nickname } ... on Cat { a: name } } }",
            refuses: "{ pet { ... on Dog { a: nickname } ... on Cat { a: meowVolume } } }"),
        Rule(
            "5.3.3 Leaf Field Selections", .scalarLeafs, accepts: "{ dog { barkVolume } }",
            refuses: "{ dog { barkVolume { loud } } }"),
        Rule(
            "5.3.3 Leaf Field Selections, of what is none", .scalarLeafs, accepts: "{ human { name } }",
            refuses: "{ human }"),
        Rule(
            "5.4.1 Argument Names", .knownArgumentNames, accepts: "{ dog { doesKnowCommand(dogCommand: SIT) } }",
            refuses: "{ dog { doesKnowCommand(command: SIT) } }"),
        Rule(
            "5.4.1 Argument Names, of a directive", .knownArgumentNames, accepts: "{ dog { name @include(if: true) } }",
            refuses: "{ dog { name @include(if: true, unless: false) } }"),
        Rule(
            "5.4.2 Argument Uniqueness", .uniqueArgumentNames, accepts: "{ dog { isAtLocation(x: 1, y: 1) } }",
            refuses: "{ dog { isAtLocation(x: 1, x: 1) } }"),
        Rule(
            "5.4.3 Required Arguments", .providedRequiredArguments,
            accepts: "{ complicatedArgs { multipleReqs(req1: 1, req2: 2) nonNullFieldWithDefault } }",
            refuses: "{ complicatedArgs { multipleReqs(req1: 1) nonNullFieldWithDefault } }"),
    ]

    static let fragments: [Rule] = [
        Rule(
            "5.5.1.1 Fragment Name Uniqueness", .uniqueFragmentNames,
            accepts: "{ dog { ...A ...B } } fragment A on Dog { name } fragment B on Dog { name }",
            refuses: "{ dog { ...A } } fragment A on Dog { name } fragment A on Dog { name }"),
        Rule(
            "5.5.1.2 Fragment Spread Type Existence", .knownTypeNames,
            accepts: "{ dog { ... on Dog { name } ... @include(if: true) { barks } } }",
            refuses: "{ dog { ... on Wolf { name } } }"),
        Rule(
            "5.5.1.3 Fragments on Object, Interface or Union Types", .fragmentsOnCompositeTypes,
            accepts: "{ dog { ... on Pet { name } ... on CatOrDog { __typename } ... on Dog { barks } } }",
            refuses: "{ dog { ... on DogCommand { __typename } } }"),
        Rule(
            "5.5.1.4 Fragments Must Be Used", .noUnusedFragments,
            accepts: "{ dog { ...A } } fragment A on Dog { ...B } fragment B on Dog { name }",
            refuses: "{ dog { name } } fragment A on Dog { name }"),
        Rule(
            "5.5.2.1 Fragment Spread Target Defined", .knownFragmentNames,
            accepts: "{ dog { ...A } } fragment A on Dog { name }", refuses: "{ dog { name ...A } }"),
        Rule(
            "5.5.2.2 Fragment Spreads Must Not Form Cycles", .noFragmentCycles,
            accepts: "{ dog { ...A ...B } } fragment A on Dog { ...B } fragment B on Dog { name }",
            refuses: "{ dog { ...A } } fragment A on Dog { name ...B } fragment B on Dog { mother { ...A } }"),
        Rule(
            "5.5.2.3.1 Object Spreads in Object Scope", .possibleFragmentSpreads,
            accepts: "{ dog { ... on Dog { name } } }", refuses: "{ dog { ... on Cat { name } } }"),
        Rule(
            "5.5.2.3.2 Abstract Spreads in Object Scope", .possibleFragmentSpreads,
            accepts: "{ dog { ... on Pet { name } } human { ... on Human { name } } }",
            refuses: "{ human { ... on Pet { name } } }"),
        Rule(
            "5.5.2.3.3 Object Spreads in Abstract Scope", .possibleFragmentSpreads,
            accepts: "{ catOrDog { ... on Cat { name } } }", refuses: "{ catOrDog { ... on Human { name } } }"),
        Rule(
            "5.5.2.3.4 Abstract Spreads in Abstract Scope", .possibleFragmentSpreads,
            accepts: "{ catOrDog { ... on Mammal { __typename } } }",
            refuses: "{ catOrDog { ... on Alone { __typename } } }"),
    ]

    static let values: [Rule] = [
        Rule(
            "5.6.1 Values of Correct Type", .valuesOfCorrectType,
            accepts: "{ complicatedArgs { floatArgField(floatArg: 1) stringListArgField(stringListArg: \"a\") } }",
            refuses: "{ complicatedArgs { intArgField(intArg: 1.0) } }"),
        Rule(
            "5.6.1 Values of Correct Type, of a default", .valuesOfCorrectType,
            accepts: "query ($a: Int = 1) { complicatedArgs { intArgField(intArg: $a) } }",
            refuses: "query ($a: Int = \"1\") { complicatedArgs { intArgField(intArg: $a) } }"),
        Rule(
            "5.6.1 Values of Correct Type, of one of several fields", .valuesOfCorrectType,
            accepts: "{ complicatedArgs { oneOfArgField(oneOfArg: { intField: 1 }) } }",
            refuses: "{ complicatedArgs { oneOfArgField(oneOfArg: { intField: 1, stringField: \"a\" }) } }"),
        Rule(
            "5.6.2 Input Object Field Names", .valuesOfCorrectType,
            accepts: "{ complicatedArgs { complexArgField(complexArg: { requiredField: true, intField: 1 }) } }",
            refuses: "{ complicatedArgs { complexArgField(complexArg: { requiredField: true, other: 1 }) } }"),
        Rule(
            "5.6.3 Input Object Field Uniqueness", .uniqueInputFieldNames,
            accepts: "{ complicatedArgs { complexArgField(complexArg: { requiredField: true }) } }",
            refuses: "{ complicatedArgs { complexArgField(complexArg: { requiredField: true, requiredField: true }) } }"
        ),
        Rule(
            "5.6.4 Input Object Required Fields", .valuesOfCorrectType,
            accepts: "{ complicatedArgs { complexArgField(complexArg: { requiredField: false }) } }",
            refuses: "{ complicatedArgs { complexArgField(complexArg: { intField: 1 }) } }"),
        Rule(
            "5.7.1 Directives Are Defined", .knownDirectives, accepts: "{ dog { name @onField } }",
            refuses: "{ dog { name @nobody } }"),
        Rule(
            "5.7.2 Directives Are in Valid Locations", .knownDirectives, accepts: "query @onQuery { dog { name } }",
            refuses: "query @onField { dog { name } }"),
        Rule(
            "5.7.3 Directives Are Unique per Location", .uniqueDirectivesPerLocation,
            accepts: "{ dog { name @onField @repeated @repeated nickname @onField } }",
            refuses: "{ dog { name @onField @onField } }"),
    ]

    static let variables: [Rule] = [
        Rule(
            "5.8.1 Variable Uniqueness", .uniqueVariableNames,
            accepts:
                "query A($x: Int) { dog { isAtLocation(x: $x) } } query B($x: Int) { dog { isAtLocation(x: $x) } }",
            refuses: "query A($x: Int, $x: Int) { dog { isAtLocation(x: $x) } }"),
        Rule(
            "5.8.2 Variables Are Input Types", .variablesAreInputTypes,
            accepts: "query A($c: [ComplexInput!]) { dog { name @given(any: [$c]) } }",
            refuses: "query A($c: [Dog!]) { dog { name @given(any: [$c]) } }"),
        Rule(
            "5.8.3 All Variable Uses Defined", .noUndefinedVariables,
            accepts: "query A($x: Int) { dog { ...F } } fragment F on Dog { isAtLocation(x: $x) }",
            refuses: "query A($x: Int) { dog { ...F } } fragment F on Dog { isAtLocation(x: $x, y: $y) }"),
        Rule(
            "5.8.4 All Variables Used", .noUnusedVariables,
            accepts: "query A($x: Int) { dog { ...F } } fragment F on Dog { isAtLocation(x: $x) }",
            refuses: "query A($x: Int, $y: Int) { dog { ...F } } fragment F on Dog { isAtLocation(x: $x) }"),
        Rule(
            "5.8.5 All Variable Usages Are Allowed", .variablesInAllowedPosition,
            accepts: "query A($x: Int = 1) { complicatedArgs { nonNullIntArgField(nonNullIntArg: $x) } }",
            refuses: "query A($x: Int) { complicatedArgs { nonNullIntArgField(nonNullIntArg: $x) } }"),
        Rule(
            "5.8.5 All Variable Usages Are Allowed, in lists", .variablesInAllowedPosition,
            accepts: "query A($l: [String!]!) { complicatedArgs { stringListArgField(stringListArg: $l) } }",
            refuses: "query A($l: [String]) { complicatedArgs { stringListNonNullArgField(stringListNonNullArg: $l) } }"
        ),
        Rule(
            "5.8.5 All Variable Usages Are Allowed, where one of several is given", .variablesInAllowedPosition,
            accepts: "query A($i: Int!) { complicatedArgs { oneOfArgField(oneOfArg: { intField: $i }) } }",
            refuses: "query A($i: Int) { complicatedArgs { oneOfArgField(oneOfArg: { intField: $i }) } }"),
    ]

    static let rules = documents + fields + fragments + values + variables

    private static let schema = Zoo.makeSchema(
        Zoo.sdl
            + " directive @given(any: Any) on FIELD interface Alone { a: Int } type Hermit implements Alone { a: Int }")

    @Test(arguments: rules)
    func `a rule of the specification accepts and refuses`(_ rule: Rule) throws {
        func found(_ text: String) throws -> Set<String> {
            // Why: with a mutation type in the schema its existence cannot be refused.
            let lacks = rule.rule == .knownOperationTypes && text == rule.refuses
            let schema = lacks ? Zoo.makeSchema("type Query { a: Int }") : Self.schema
            let options = ValidationOptions()
            switch validate(try Document.parse(Source(text)), against: schema, options: options) {
            case .valid: return []
            case .invalid(let diagnostics): return Set(diagnostics.compactMap(\.rule))
            }
        }
        #expect(try found(rule.accepts) == [])
        #expect(try found(rule.refuses) == [rule.rule.name])
    }

    @Test func `all thirty rules of the specification have their cases, and so has each rule of ours for them`() {
        let headings = Set(Self.rules.map { $0.heading.split(separator: " ")[0] })
        // The four cases of 5.5.2.3 are one rule.
        #expect(headings.count == 30 + 3)
        let draft: Set<ValidationRule> = [
            .deferStreamDirectiveOnRootField, .deferStreamDirectiveOnValidOperations, .deferStreamDirectiveLabel,
            .streamDirectiveOnListField, .maxIntrospectionDepth, .noDeprecatedCustom, .noSchemaIntrospectionCustom,
        ]
        #expect(Set(Self.rules.map(\.rule)) == Set(ValidationRule.allCases).subtracting(draft))
    }
}
