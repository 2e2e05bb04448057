import GraphQLLanguage
import GraphQLSchema

/// Any SDL is a schema or a list of faults with places in it; a schema prints as SDL that makes the same schema.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzGraphQLSchema(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let source = Source(Array(UnsafeBufferPointer(start: data, count: size)))
    let builder = SchemaBuilder(codecs: .gateway, limits: .untrusted)
    let schema: Schema
    do throws(SchemaFaults) {
        schema = try builder.build([source])
    } catch {
        precondition(!error.faults.isEmpty, "A refusal says why.")
        for fault in error.faults {
            precondition(!fault.message.isEmpty && fault.places.allSatisfy { $0.line >= 1 && $0.column >= 1 })
        }
        return 0
    }
    let printed = schema.printed()
    guard let again = try? SchemaBuilder(codecs: .gateway).build(printed) else {
        preconditionFailure("The print of a schema is no schema.")
    }
    precondition(again.printed() == printed, "The print of the print differs.")
    precondition(SchemaDiff.changes(from: schema, to: again).isEmpty, "The print is another schema.")
    _ = schema.introspectionJSON()
    return 0
}
