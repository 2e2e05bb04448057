import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import Testing

/// The price of operations.
struct CostModelTests {
    static let schema = Zoo.makeSchema(
        """
        directive @cost(weight: String!) on
          ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
        directive @listSize(
          assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]
          requireOneSlicingArgument: Boolean = true
        ) on FIELD_DEFINITION
        type Query {
          leaf: Int dear: Int @cost(weight: "7") half: Int @cost(weight: "0.5")
          thing(filter: String @cost(weight: "3")): Thing
          unsized: [Thing]
          assumed: [Thing] @listSize(assumedSize: 4)
          sliced(first: Int, last: Int): [Thing] @listSize(slicingArguments: ["first", "last"], assumedSize: 100)
          defaulted(first: Int = 5): [Thing] @listSize(slicingArguments: ["first"])
          loose(first: Int): [Thing]
            @listSize(slicingArguments: ["first"], assumedSize: 6, requireOneSlicingArgument: false)
          page(first: Int): Page @listSize(slicingArguments: ["first"], sizedFields: ["items", "nodes"])
          either: Either
        }
        type Page { items: [Thing] nodes: [Thing] total: Int }
        type Thing { value: Int @cost(weight: "2") things: [Thing] @listSize(assumedSize: 2) }
        type Gem @cost(weight: "10") { value: Int gem: Gem }
        union Either = Thing | Gem
        """)
    static let model = CostModel(schema, assumedListSize: 10)

    /// With variables: those that the defaults of the document's variables give.
    func cost(_ text: String, knowsVariables: Bool = false) throws -> OperationCost {
        let document = try Document.parse(Source(text))
        guard case .valid(let valid) = validate(document, against: Self.schema) else {
            Issue.record("The document is not valid: \(text)")
            return try cost("{ leaf }")
        }
        guard knowsVariables else { return valid.cost(of: NodeID(0), by: Self.model) }
        let values = try Self.schema.coerceVariables(of: NodeID(0), in: document, from: nil)
        return valid.cost(of: NodeID(0), by: Self.model, variables: values)
    }

    @Test(arguments: [
        ("{ leaf }", 0), ("{ dear }", 7), ("{ half }", 1), ("{ dear x: dear }", 14),
        ("{ thing { value } }", 1 + 2), ("{ thing(filter: \"x\") { value } }", 1 + 3 + 2),
        ("{ unsized { value } }", 1 + 10 * 2), ("{ assumed { value } }", 1 + 4 * 2),
        ("{ assumed { things { value } } }", 1 + 4 * (1 + 2 * 2)),
        ("{ sliced(first: 3) { value } }", 1 + 3 * 2), ("{ sliced(last: 0) { value } }", 1),
        ("{ defaulted { value } }", 1 + 5 * 2), ("{ defaulted(first: 2) { value } }", 1 + 2 * 2),
        ("{ loose { value } }", 1 + 6 * 2),
        ("{ page(first: 3) { items { value } nodes { value } total } }", 1 + (1 + 3 * 2) * 2),
        ("{ page(first: 3) { ...P } } fragment P on Page { items { value } }", 1 + 1 + 3 * 2),
        ("{ either { ... on Thing { value } ... on Gem { gem { value } } __typename } }", 1 + 11),
        ("{ ...F thing { value } ...F } fragment F on Query { dear }", 7 + 3 + 7),
        ("{ __schema { types { fields { args { type { name } } } } } }", 5),
        // The fourth list inside others is not asked for by tools, and counts like any list of unknown length.
        ("{ __schema { types { fields { type { fields { args { type { name } } } } } } } }", 5 + 1 + 10 * 1),
        ("{ __schema { types { ...F } } } fragment F on __Type { fields { args { type { name } } } }", 5),
        ("query ($v: Boolean!) { dear @skip(if: true) thing @include(if: false) { value } leaf @skip(if: $v) }", 0),
    ])
    func `a field costs its weight and as often what is in it as its list is long`(_ text: String, _ total: Int) throws
    {
        let cost = try cost(text)
        #expect(cost.total == total)
        #expect(cost.faults.isEmpty)
    }

    @Test func `variables decide where they are known and count least where they are not`() throws {
        func text(_ size: Int, _ skips: Bool) -> String {
            "query ($n: Int = \(size), $s: Boolean! = \(skips)) { sliced(first: $n) { value } dear @skip(if: $s) }"
        }
        #expect(try cost(text(50, false)).total == 1 + 2)
        #expect(try cost(text(50, false), knowsVariables: true).total == 1 + 50 * 2 + 7)
        #expect(try cost(text(50, true), knowsVariables: true).total == 1 + 50 * 2)
        #expect(try cost(text(-1, true), knowsVariables: true).total == 1)
    }

    @Test func `exactly one slicing argument is given`() throws {
        let none = try cost("{ sliced { value } }")
        #expect(none.faults.map(\.message) == ["Field 'sliced' needs exactly one of the arguments 'first', 'last'."])
        #expect(none.total == 1 + 100 * 2)
        #expect(try cost("{ sliced(first: 1, last: 2) { value } }").faults.count == 1)
    }

    @Test func `fragments that multiply cost linear time, and the sum stops at the greatest number`() throws {
        let chain = (0..<90).map { "fragment F\($0) on Thing { things { ...F\($0 + 1) ...F\($0 + 1) } }" }
        let text = "{ thing { ...F0 } } \(chain.joined(separator: " ")) fragment F90 on Thing { value }"
        #expect(try cost(text).total == .max)
    }

    @Test func `an operation that costs too much whatever its variables is refused`() throws {
        var limits = QueryLimits.none
        limits.costMax = 20
        let options = ValidationOptions(limits: limits, costModel: Self.model)
        let dear = try Document.parse(Source("{ unsized { value } }"))
        guard case .invalid(let found) = validate(dear, against: Self.schema, options: options) else {
            Issue.record("The operation is too dear.")
            return
        }
        #expect(found.map(\.message) == ["Operation costs too much."])
        #expect(found.first?.kind == .limit(.cost))
        limits.costMax = 21
        let richer = ValidationOptions(limits: limits, costModel: Self.model)
        guard case .valid = validate(dear, against: Self.schema, options: richer) else {
            Issue.record("The operation is within the limit.")
            return
        }
    }
}
