import GraphQLLanguage

extension Schema {
    /// The schema as SDL, exactly as the reference prints it: what introspection knows, in the schema's order.
    package func printed() -> String { String(decoding: printedBytes(), as: UTF8.self) }

    /// The UTF-8 bytes of `printed()`.
    package func printedBytes() -> [UInt8] {
        var printer = SchemaPrinter(self)
        printer.printSchema()
        return printer.output
    }
}

/// Writes SDL in the reference's layout, directives only as far as they are part of the schema itself: `@deprecated`,
/// `@specifiedBy` and `@oneOf`.
struct SchemaPrinter {
    let schema: Schema
    private(set) var output: [UInt8] = []
    private var literals: LiteralPrinters

    init(_ schema: Schema) {
        self.schema = schema
        literals = LiteralPrinters(schema)
    }

    mutating func printSchema() {
        printSchemaDefinition()
        for id in schema.directiveIDs where !schema[id].isSpecified {
            separate()
            print(schema[id])
        }
        for id in schema.typeIDs where schema[id].origin == .sdl {
            separate()
            print(id)
        }
    }

    /// A blank line between two definitions.
    private mutating func separate() {
        if !output.isEmpty { write("\n\n") }
    }

    mutating func write(_ text: StaticString) {
        output.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ text: String) { output.append(contentsOf: text.utf8) }
    mutating func write(_ name: Symbol) { output.append(contentsOf: schema.bytes(name)) }
    mutating func write(_ bytes: [UInt8]) { output.append(contentsOf: bytes) }

    // MARK: Definitions

    private mutating func printSchemaDefinition() {
        let roots: [(StaticString, TypeID?)] = [
            ("query", schema.queryType), ("mutation", schema.mutationType),
            ("subscription", schema.subscriptionType),
        ]
        guard roots.contains(where: { $0.1 != nil }) else { return }
        let isOmittable =
            schema.queryType == schema.type(named: .query) && schema.mutationType == schema.type(named: .mutation)
            && schema.subscriptionType == schema.type(named: .subscription)
        guard schema.description != nil || !isOmittable else { return }
        print(schema.description)
        write("schema {\n")
        for (name, type) in roots {
            guard let type else { continue }
            write("  ")
            write(name)
            write(": ")
            write(schema[type].name)
            write("\n")
        }
        write("}")
    }

    private mutating func print(_ directive: SchemaDirective) {
        print(directive.description)
        write("directive @")
        write(directive.name)
        print(directive.arguments, indentation: 0)
        print(deprecation: directive.deprecationReason)
        if directive.isRepeatable { write(" repeatable") }
        write(" on ")
        for (place, location) in directive.locationOrder.enumerated() {
            if place > 0 { write(" | ") }
            write(location.name)
        }
    }

    private mutating func print(_ id: TypeID) {
        let type = schema[id]
        print(type.description)
        switch type.kind {
        case .scalar:
            write("scalar ")
            write(type.name)
            printMarks(of: type)
        case .object, .interface:
            write(type.kind == .object ? "type " : "interface ")
            write(type.name)
            printNames(schema.interfaces(of: id), " implements ", " & ")
            printMarks(of: type)
            printBlock(type.fields) { $0.print($1, isFirst: $2) }
        case .union:
            write("union ")
            write(type.name)
            printMarks(of: type)
            printNames(schema.possibleTypes(of: id), " = ", " | ")
        case .enum:
            write("enum ")
            write(type.name)
            printMarks(of: type)
            printBlock(type.enumValues) { $0.print($1, isFirst: $2) }
        case .inputObject:
            write("input ")
            write(type.name)
            printMarks(of: type)
            printBlock(type.inputFields) { printer, id, isFirst in
                printer.print(printer.schema[id].description, indentation: 2, isFirst: isFirst)
                printer.write("  ")
                printer.print(id)
            }
        }
    }

    private mutating func printNames(_ types: ArraySlice<TypeID>, _ prefix: StaticString, _ separator: StaticString) {
        for (place, type) in types.enumerated() {
            write(place == 0 ? prefix : separator)
            write(schema[type].name)
        }
    }

    private mutating func printBlock<ID>(_ ids: IDRange<ID>, _ print: (inout SchemaPrinter, ID, Bool) -> Void) {
        guard !ids.isEmpty else { return }
        write(" {\n")
        for (place, id) in ids.enumerated() {
            print(&self, id, place == 0)
            write("\n")
        }
        write("}")
    }

    // MARK: Members

    private mutating func print(_ id: FieldID, isFirst: Bool) {
        let field = schema[id]
        print(field.description, indentation: 2, isFirst: isFirst)
        write("  ")
        write(field.name)
        print(field.arguments, indentation: 2)
        write(": ")
        write(schema.string(field.type))
        print(deprecation: field.deprecationReason)
    }

    private mutating func print(_ id: EnumValueID, isFirst: Bool) {
        let value = schema[id]
        print(value.description, indentation: 2, isFirst: isFirst)
        write("  ")
        write(value.name)
        print(deprecation: value.deprecationReason)
    }

    /// On one line, unless an argument has a description.
    private mutating func print(_ arguments: IDRange<InputValueID>, indentation: Int) {
        guard !arguments.isEmpty else { return }
        let isBroken = arguments.contains { schema[$0].description != nil }
        write(isBroken ? "(\n" : "(")
        for (place, id) in arguments.enumerated() {
            if place > 0 { write(isBroken ? "\n" : ", ") }
            if isBroken {
                print(schema[id].description, indentation: indentation + 2, isFirst: place == 0)
                indent(indentation + 2)
            }
            print(id)
        }
        if isBroken {
            write("\n")
            indent(indentation)
        }
        write(")")
    }

    private mutating func print(_ id: InputValueID) {
        let input = schema[id]
        write(input.name)
        write(": ")
        write(schema.string(input.type))
        if let text = literals.defaultText(of: input) {
            write(" = ")
            write(text)
        }
        print(deprecation: input.deprecationReason)
    }

    // MARK: Texts

    /// What the directives of a type mean for it.
    private mutating func printMarks(of type: SchemaType) {
        if let url = type.specifiedByURL {
            write(" @specifiedBy(url: ")
            writeQuoted(url)
            write(")")
        } else if type.isOneOf {
            write(" @oneOf")
        }
    }

    private mutating func print(deprecation reason: Text?) {
        guard let reason else { return }
        write(" @deprecated")
        guard !schema.bytes(reason).elementsEqual("No longer supported".utf8) else { return }
        write("(reason: ")
        writeQuoted(reason)
        write(")")
    }

    private mutating func writeQuoted(_ text: Text) { PrintedString.appendQuoted(schema.bytes(text), to: &output) }

    private mutating func indent(_ spaces: Int) {
        for _ in 0..<spaces { write(" ") }
    }

    /// A block string where that can hold the text, with an empty line before it unless it begins a block.
    private mutating func print(_ description: Text?, indentation: Int = 0, isFirst: Bool = true) {
        guard let description else { return }
        let text = Array(schema.bytes(description))
        if indentation > 0, !isFirst { write("\n") }
        indent(indentation)
        if BlockText.canHold(text) {
            for byte in PrintedString.block(text) {
                output.append(byte)
                if byte == UInt8(ascii: "\n") { indent(indentation) }
            }
        } else {
            writeQuoted(description)
        }
        write("\n")
    }
}
