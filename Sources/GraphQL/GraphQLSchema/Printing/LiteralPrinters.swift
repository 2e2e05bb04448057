import GraphQLLanguage

/// Prints defaults of the SDL laid out anew.
struct LiteralPrinters {
    private let schema: Schema
    private var printers: [UInt32: ValuePrinter] = [:]

    init(_ schema: Schema) { self.schema = schema }

    /// The default of an input value, or nil if it has none.
    mutating func defaultText(of input: SchemaInputValue) -> [UInt8]? {
        guard input.hasDefault else { return nil }
        let number = input.declaration.document
        let node = schema.documents[Int(number)].typeSystem.inputValues[Int(input.declaration.node)]
        return node.defaultValue.id.map { text(of: $0, number) }
    }

    private mutating func text(of literal: NodeID<ValueNode>, _ number: UInt32) -> [UInt8] {
        let document = schema.documents[Int(number)]
        switch document[literal].kind {
        case .int, .float, .true, .false, .null, .enum: return Array(document.bytes(document[literal].text))
        case .string, .blockString, .list, .object, .variable: break
        }
        let printer = printers[number] ?? ValuePrinter(document)
        printers[number] = printer
        return printer.text(of: literal)
    }
}

extension Schema {
    /// The default of an input value as SDL, or nil if it has none.
    package func printedDefault(of id: InputValueID) -> [UInt8]? {
        var printers = LiteralPrinters(self)
        return printers.defaultText(of: self[id])
    }
}
