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
        raw(#"{"__schema":{"description":"#)
        put(schema.description)
        put(#","queryType":"#, root: schema.queryType)
        put(#","mutationType":"#, root: schema.mutationType)
        put(#","subscriptionType":"#, root: schema.subscriptionType)
        raw(#","types":["#)
        for id in schema.typeIDs {
            if id.index > 0 { raw(",") }
            put(id)
        }
        raw(#"],"directives":["#)
        for id in schema.directiveIDs {
            if id.index > 0 { raw(",") }
            put(schema[id])
        }
        raw("]}}")
    }

    /// Why: among the writer's overloads a literal would be a `String`, which is slower.
    private mutating func raw(_ literal: StaticString) { writer.put(literal) }

    private mutating func put(_ key: StaticString, root: TypeID?) {
        raw(key)
        guard let root else { return raw("null") }
        raw(#"{"name":"#)
        put(schema[root].name)
        raw(#","kind":""#)
        writer.put(schema[root].kind.introspectionName)
        raw(#""}"#)
    }

    private mutating func put(_ id: TypeID) {
        let type = schema[id]
        raw(#"{"kind":""#)
        writer.put(type.kind.introspectionName)
        raw(#"","name":"#)
        put(type.name)
        put(#","description":"#, type.description)
        put(#","specifiedByURL":"#, type.specifiedByURL)
        let isInput = type.kind == .inputObject
        raw(isInput ? (type.isOneOf ? #","isOneOf":true"# : #","isOneOf":false"#) : #","isOneOf":null"#)
        raw(#","fields":"#)
        let hasFields = type.kind == .object || type.kind == .interface
        if hasFields { putList(type.fields) { $0.put($1) } } else { raw("null") }
        raw(#","inputFields":"#)
        if isInput { putList(type.inputFields) { $0.put($1) } } else { raw("null") }
        raw(#","interfaces":"#)
        if hasFields { putTypes(schema.interfaces(of: id)) } else { raw("null") }
        raw(#","enumValues":"#)
        if type.kind == .enum { putList(type.enumValues) { $0.put($1) } } else { raw("null") }
        raw(#","possibleTypes":"#)
        if type.kind.isAbstract { putTypes(schema.possibleTypes(of: id)) } else { raw("null") }
        raw("}")
    }

    private mutating func put(_ id: FieldID) {
        let field = schema[id]
        raw(#"{"name":"#)
        put(field.name)
        put(#","description":"#, field.description)
        raw(#","args":"#)
        putList(field.arguments) { $0.put($1) }
        raw(#","type":"#)
        put(field.type)
        putDeprecation(field.deprecationReason)
        raw("}")
    }

    private mutating func put(_ id: InputValueID) {
        let input = schema[id]
        raw(#"{"name":"#)
        put(input.name)
        put(#","description":"#, input.description)
        raw(#","type":"#)
        put(input.type)
        raw(#","defaultValue":"#)
        if let text = literals.defaultText(of: input) { writer.putString(text[...]) } else { raw("null") }
        putDeprecation(input.deprecationReason)
        raw("}")
    }

    private mutating func put(_ id: EnumValueID) {
        let value = schema[id]
        raw(#"{"name":"#)
        put(value.name)
        put(#","description":"#, value.description)
        putDeprecation(value.deprecationReason)
        raw("}")
    }

    private mutating func put(_ directive: SchemaDirective) {
        raw(#"{"name":"#)
        put(directive.name)
        put(#","description":"#, directive.description)
        raw(directive.isRepeatable ? #","isRepeatable":true"# : #","isRepeatable":false"#)
        if schema.capabilities.contains(.directivesOnDirectives) { putDeprecation(directive.deprecationReason) }
        raw(#","locations":["#)
        for (place, location) in directive.locationOrder.enumerated() {
            raw(place > 0 ? #",""# : #"""#)
            writer.put(location.name)
            raw(#"""#)
        }
        raw(#"],"args":"#)
        putList(directive.arguments) { $0.put($1) }
        raw("}")
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
                raw(#"{"kind":""#)
                writer.put(kind)
                raw(#"","name":"#)
                putName(of: type)
            } else {
                raw(#"{"name":"#)
                putName(of: type)
                raw(#","kind":""#)
                writer.put(kind)
                raw("\"")
            }
            guard depth < Self.typeDepth else { break }
            raw(#","ofType":"#)
            guard isWrapper else {
                raw("null")
                break
            }
            type = type.isNonNull ? type.nullable : type.item ?? type
            depth += 1
        }
        for _ in 0...depth { raw("}") }
    }

    private mutating func putName(of type: WrappedType) {
        if type.isNonNull || type.isList { raw("null") } else { put(schema[type.named].name) }
    }

    private mutating func putTypes(_ types: ArraySlice<TypeID>) {
        raw("[")
        var isFirst = true
        for type in types {
            if !isFirst { raw(",") }
            isFirst = false
            put(WrappedType(named: type))
        }
        raw("]")
    }

    private mutating func putList<ID>(_ ids: IDRange<ID>, _ put: (inout IntrospectionResult, ID) -> Void) {
        raw("[")
        for (place, id) in ids.enumerated() {
            if place > 0 { raw(",") }
            put(&self, id)
        }
        raw("]")
    }

    private mutating func putDeprecation(_ reason: Text?) {
        raw(
            reason == nil
                ? #","isDeprecated":false,"deprecationReason":"# : #","isDeprecated":true,"deprecationReason":"#)
        put(reason)
    }

    private mutating func put(_ key: StaticString, _ text: Text?) {
        writer.put(key)
        put(text)
    }

    private mutating func put(_ text: Text?) {
        guard let text else { return raw("null") }
        writer.putString(schema.bytes(text))
    }

    /// A name needs no escapes.
    private mutating func put(_ name: Symbol) {
        writer.put(0x22)
        writer.put(schema.bytes(name))
        writer.put(0x22)
    }
}
