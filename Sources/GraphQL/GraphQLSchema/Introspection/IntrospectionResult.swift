import GraphQLLanguage
import JSON

extension Schema {
    /// The `data` of the standard introspection query with every optional part on, as JSON bytes.
    ///
    /// The order of keys is that of the reference's query. Written straight from the tables: for a large schema the
    /// query would cost many times this.
    package func introspectionJSON() -> [UInt8] {
        var result = IntrospectionResult(self)
        result.writeSchema()
        return result.writer.bytes()
    }
}

/// Writes the standard introspection result.
private struct IntrospectionResult: ~Copyable {
    /// How many wrappers the standard query looks through.
    private static let typeDepth = 9

    let schema: Schema
    var writer: JSONWriter
    private var literals: LiteralPrinters

    init(_ schema: Schema) {
        self.schema = schema
        writer = JSONWriter(capacity: 4_096 + schema.fields.count * 256)
        literals = LiteralPrinters(schema)
    }

    mutating func writeSchema() {
        writer.put(#"{"__schema":{"description":"#)
        put(schema.description)
        put(#","queryType":"#, root: schema.queryType)
        put(#","mutationType":"#, root: schema.mutationType)
        put(#","subscriptionType":"#, root: schema.subscriptionType)
        writer.put(#","types":["#)
        for id in schema.typeIDs {
            if id.index > 0 { writer.put(",") }
            put(id)
        }
        writer.put(#"],"directives":["#)
        for id in schema.directiveIDs {
            if id.index > 0 { writer.put(",") }
            put(schema[id])
        }
        writer.put("]}}")
    }

    private mutating func put(_ key: StaticString, root: TypeID?) {
        writer.put(key)
        guard let root else { return writer.put("null") }
        writer.put(#"{"name":"#)
        put(schema[root].name)
        writer.put(#","kind":""#)
        writer.put(schema[root].kind.introspectionName)
        writer.put(#""}"#)
    }

    private mutating func put(_ id: TypeID) {
        let type = schema[id]
        writer.put(#"{"kind":""#)
        writer.put(type.kind.introspectionName)
        writer.put(#"","name":"#)
        put(type.name)
        put(#","description":"#, type.description)
        put(#","specifiedByURL":"#, type.specifiedByURL)
        let isInput = type.kind == .inputObject
        writer.put(isInput ? (type.isOneOf ? #","isOneOf":true"# : #","isOneOf":false"#) : #","isOneOf":null"#)
        writer.put(#","fields":"#)
        let hasFields = type.kind == .object || type.kind == .interface
        if hasFields { putList(type.fields) { $0.put($1) } } else { writer.put("null") }
        writer.put(#","inputFields":"#)
        if isInput { putList(type.inputFields) { $0.put($1) } } else { writer.put("null") }
        writer.put(#","interfaces":"#)
        if hasFields { putTypes(schema.interfaces(of: id)) } else { writer.put("null") }
        writer.put(#","enumValues":"#)
        if type.kind == .enum { putList(type.enumValues) { $0.put($1) } } else { writer.put("null") }
        writer.put(#","possibleTypes":"#)
        if type.kind.isAbstract { putTypes(schema.possibleTypes(of: id)) } else { writer.put("null") }
        writer.put("}")
    }

    private mutating func put(_ id: FieldID) {
        let field = schema[id]
        writer.put(#"{"name":"#)
        put(field.name)
        put(#","description":"#, field.description)
        writer.put(#","args":"#)
        putList(field.arguments) { $0.put($1) }
        writer.put(#","type":"#)
        put(field.type)
        putDeprecation(field.deprecationReason)
        writer.put("}")
    }

    private mutating func put(_ id: InputValueID) {
        let input = schema[id]
        writer.put(#"{"name":"#)
        put(input.name)
        put(#","description":"#, input.description)
        writer.put(#","type":"#)
        put(input.type)
        writer.put(#","defaultValue":"#)
        if let text = literals.defaultText(of: input) { writer.putString(text[...]) } else { writer.put("null") }
        putDeprecation(input.deprecationReason)
        writer.put("}")
    }

    private mutating func put(_ id: EnumValueID) {
        let value = schema[id]
        writer.put(#"{"name":"#)
        put(value.name)
        put(#","description":"#, value.description)
        putDeprecation(value.deprecationReason)
        writer.put("}")
    }

    private mutating func put(_ directive: SchemaDirective) {
        writer.put(#"{"name":"#)
        put(directive.name)
        put(#","description":"#, directive.description)
        writer.put(directive.isRepeatable ? #","isRepeatable":true"# : #","isRepeatable":false"#)
        putDeprecation(directive.deprecationReason)
        writer.put(#","locations":["#)
        for (place, location) in directive.locationOrder.list.enumerated() {
            writer.put(place > 0 ? #",""# : #"""#)
            writer.put(location.name)
            writer.put(#"""#)
        }
        writer.put(#"],"args":"#)
        putList(directive.arguments) { $0.put($1) }
        writer.put("}")
    }

    /// The standard query asks for `kind name` of a type and for `name kind` of what it wraps.
    private mutating func put(_ type: WrappedType) {
        var type = type
        var depth = 0
        while true {
            let isWrapper = type.isNonNull || type.isList
            let kind: StaticString =
                type.isNonNull ? "NON_NULL" : type.isList ? "LIST" : schema[type.named].kind.introspectionName
            if depth == 0 {
                writer.put(#"{"kind":""#)
                writer.put(kind)
                writer.put(#"","name":"#)
                putName(of: type)
            } else {
                writer.put(#"{"name":"#)
                putName(of: type)
                writer.put(#","kind":""#)
                writer.put(kind)
                writer.put("\"")
            }
            guard depth < Self.typeDepth else { break }
            writer.put(#","ofType":"#)
            guard isWrapper else {
                writer.put("null")
                break
            }
            type = type.isNonNull ? type.nullable : type.item ?? type
            depth += 1
        }
        for _ in 0...depth { writer.put("}") }
    }

    private mutating func putName(of type: WrappedType) {
        if type.isNonNull || type.isList { writer.put("null") } else { put(schema[type.named].name) }
    }

    private mutating func putTypes(_ types: ArraySlice<TypeID>) {
        writer.put("[")
        var isFirst = true
        for type in types {
            if !isFirst { writer.put(",") }
            isFirst = false
            put(WrappedType(named: type))
        }
        writer.put("]")
    }

    private mutating func putList<ID>(_ ids: IDRange<ID>, _ put: (inout IntrospectionResult, ID) -> Void) {
        writer.put("[")
        for (place, id) in ids.enumerated() {
            if place > 0 { writer.put(",") }
            put(&self, id)
        }
        writer.put("]")
    }

    private mutating func putDeprecation(_ reason: Text?) {
        writer.put(
            reason == nil
                ? #","isDeprecated":false,"deprecationReason":"# : #","isDeprecated":true,"deprecationReason":"#)
        put(reason)
    }

    private mutating func put(_ key: StaticString, _ text: Text?) {
        writer.put(key)
        put(text)
    }

    private mutating func put(_ text: Text?) {
        guard let text else { return writer.put("null") }
        writer.putString(schema.bytes(text))
    }

    /// A name needs no escapes.
    private mutating func put(_ name: Symbol) {
        writer.put(0x22)
        writer.put(schema.bytes(name))
        writer.put(0x22)
    }
}
