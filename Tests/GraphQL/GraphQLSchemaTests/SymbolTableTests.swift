import Testing

@testable import GraphQLSchema

struct SymbolTableTests {
    private func intern(_ name: String, in table: inout SymbolTable) -> Symbol {
        var name = name
        return name.withUTF8 { table.intern($0) }
    }

    @Test func `a name gets one symbol, whatever comes between, and gives its bytes back`() {
        var table = SymbolTable()
        let names = (0..<5_000).map { "name\($0 &* 7919 % 5_000)" }
        let first = names.map { intern($0, in: &table) }
        let second = names.map { intern($0, in: &table) }
        #expect(first == second)
        #expect(Set(first).count == Set(names).count)
        for (name, symbol) in zip(names, first) {
            #expect(table.string(symbol) == name)
            #expect(table.find(name) == symbol)
        }
        #expect(table.find("nobody") == nil)
        #expect(table.find("") == nil)
    }

    @Test func `well-known names have constant symbols`() {
        let table = SymbolTable()
        let pairs: [(Symbol, String)] = [
            (.typename, "__typename"), (.schemaField, "__schema"), (.typeField, "__type"),
            (.skip, "skip"), (.include, "include"), (.deprecated, "deprecated"), (.reason, "reason"),
            (.specifiedBy, "specifiedBy"), (.url, "url"), (.oneOf, "oneOf"), (.deferDirective, "defer"),
            (.stream, "stream"), (.label, "label"), (.initialCount, "initialCount"), (.query, "Query"),
            (.mutation, "Mutation"), (.subscription, "Subscription"), (.string, "String"), (.int, "Int"),
            (.float, "Float"), (.boolean, "Boolean"), (.id, "ID"), (.includeDeprecated, "includeDeprecated"),
            (.name, "name"),
        ]
        #expect(pairs.count == Symbol.wellKnown.count)
        for (symbol, name) in pairs { #expect(table.find(name) == symbol) }
    }
}
