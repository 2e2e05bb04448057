import GraphQLLanguage

/// Prints literals of the SDL laid out anew: defaults and arguments of directives.
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

    /// A directive as it is written.
    mutating func text(of applied: AppliedDirective) -> [UInt8] {
        let document = schema.documents[Int(applied.use.document)]
        let node = document.directives[Int(applied.use.node)]
        var output = Array("@".utf8) + document.bytes(node.name)
        for (place, id) in node.arguments.enumerated() {
            output += Array((place == 0 ? "(" : ", ").utf8)
            output += Array(document.bytes(document[id].name)) + Array(": ".utf8)
            output += text(of: document[id].value, applied.use.document)
        }
        return node.arguments.isEmpty ? output : output + Array(")".utf8)
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
