import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation

/// Types of every kind, with prices, small enough that a fuzzer finds its way about.
private let schema = try? SchemaBuilder(capabilities: .incrementalDelivery).build(
    """
    directive @cost(weight: String!) on FIELD_DEFINITION | OBJECT | ARGUMENT_DEFINITION
    directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
    interface I { a: Int i(x: Int = 1): I }
    type A implements I {
      a: Int b: String i(x: Int = 1): I e(e: E): E u: U
      l(n: Int): [A!]! @listSize(slicingArguments: ["n"])
    }
    type B implements I { a: Int b: Int i(x: Int = 1): I o(o: O, p: [P!]): Boolean @cost(weight: "9") }
    union U = A | B
    enum E { X Y }
    input O @oneOf { a: Int b: String }
    input P { a: Int! b: [P] e: E = X }
    type Query { a: A b: B i: I u: U }
    type Mutation { a: A }
    type Subscription { a: A b: Int }
    """)

/// Checking any document ends with an answer, the same for the document as it is printed.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzGraphQLValidation(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard let schema, let document = try? Document.parse(Array(UnsafeBufferPointer(start: data, count: size))) else {
        return 0
    }
    var options = ValidationOptions(limits: .standard)
    options.limits.costMax = .max
    options.costModel = CostModel(schema)
    if case .valid(let valid) = validate(document, against: schema, options: options) {
        for index in document.operations.indices { _ = valid.cost(of: NodeID(index), by: CostModel(schema)) }
    }
    let messages = diagnose(document, against: schema, rules: .required(by: schema)).map(\.message)
    guard let printed = try? Document.parse(document.printedBytes()) else { preconditionFailure("The print is bad.") }
    let again = diagnose(printed, against: schema, rules: .required(by: schema)).map(\.message)
    precondition(messages == again, "Printing changed what is wrong.")
    return 0
}
