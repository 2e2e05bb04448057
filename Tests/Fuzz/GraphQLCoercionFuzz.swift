import GraphQLLanguage
import GraphQLSchema
import JSON

/// Inputs of every kind, with defaults, requirements, cycles that lists break, and scalars of every codec.
private let schema = try? SchemaBuilder(codecs: .gateway).build(
    """
    scalar Any scalar Long scalar Decimal scalar MicroUSD scalar DateTime scalar Date scalar Duration scalar UUID
    scalar EmailAddress scalar JSON scalar Cursor
    enum E { ONE TWO }
    input A { a: A b: [B!] = [{ i: 3 }] c: [[C]!] e: E! = ONE s: String i: Int! f: Float = 1.5 d: ID }
    input B { a: A i: Int! = 7 l: [Int!]! = [1, 2] t: DateTime m: MicroUSD }
    input C @oneOf { x: Int y: String z: [A!] o: C }
    type Query { a: Int }
    """)

private let names = [
    "A", "B", "C", "E", "Int", "Float", "String", "Boolean", "ID", "Any", "Long", "Decimal", "MicroUSD", "DateTime",
    "Date", "Duration", "UUID", "EmailAddress", "JSON", "Cursor",
]
private let wrappers = ["#", "#!", "[#]", "[#!]", "[#]!", "[#!]!", "[[#]]", "[[#!]!]!", "[[[#]!]]"]

/// Whatever is given for a variable of whatever type, as JSON or as a default in the text, there is a value or there
/// are faults, few and short; what is given is never lost in silence.
///
/// The first two bytes choose the type, the rest is the value.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzGraphQLCoercion(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    guard let schema, bytes.count > 2 else { return 0 }
    let name = names[Int(bytes[0]) % names.count]
    let wrapped = wrappers[Int(bytes[1]) % wrappers.count].split(separator: "#", omittingEmptySubsequences: false)
    let type = Array("\(wrapped[0])\(name)\(wrapped[1])".utf8)
    let value = bytes[2...]
    if let document = try? Document.parse(Array("query ($v: ".utf8) + type + Array(") { a }".utf8)),
        let json = try? JSONDocument(parsing: Array("{\"v\":".utf8) + value + Array("}".utf8))
    {
        check(schema, document, json, isGiven: json.member("v", of: 0) != nil)
    }
    if let document = try? Document.parse(
        Array("query ($v: ".utf8) + type + Array(" = ".utf8) + value + Array(") { a }".utf8),
        options: ParseOptions(limits: .untrusted)), document.operations.count == 1,
        document.variableDefinitions.count > 0
    {
        check(schema, document, nil, isGiven: document.variableDefinitions[0].defaultValue.id != nil)
    }
    return 0
}

private func check(_ schema: Schema, _ document: Document, _ json: JSONDocument?, isGiven: Bool) {
    do throws(CoercionFaults) {
        let values = try schema.coerceVariables(of: NodeID(0), in: document, from: json)
        precondition(!isGiven || values.slots[0] != nil, "A given value was lost.")
        let again = try schema.coerceVariables(of: NodeID(0), in: document, from: json)
        precondition(values.slots == again.slots)
    } catch {
        precondition((1...51).contains(error.faults.count))
        precondition(error.faults.allSatisfy { $0.message.utf8.count < 65_536 })
    }
}
