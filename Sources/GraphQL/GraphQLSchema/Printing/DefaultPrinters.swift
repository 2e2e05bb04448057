import GraphQLLanguage

/// Prints default literals as they are written in the SDL, laid out anew.
struct DefaultPrinters {
    private let schema: Schema
    private var printers: [UInt32: ValuePrinter] = [:]

    init(_ schema: Schema) { self.schema = schema }

    /// The default of an input value, or nil if it has none.
    mutating func text(of input: SchemaInputValue) -> [UInt8]? {
        guard input.hasDefault else { return nil }
        let number = input.declaration.document
        let document = schema.documents[Int(number)]
        let node = document.typeSystem.inputValues[Int(input.declaration.node)]
        guard let literal = node.defaultValue.id else { return nil }
        if printers[number] == nil { printers[number] = ValuePrinter(document) }
        return printers[number]?.text(of: literal)
    }
}

extension Schema {
    /// The default of an input value as SDL, or nil if it has none.
    package func printedDefault(of id: InputValueID) -> [UInt8]? {
        var printers = DefaultPrinters(self)
        return printers.text(of: self[id])
    }
}
