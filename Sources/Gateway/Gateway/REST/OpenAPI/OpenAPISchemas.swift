import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import JSON

/// Writes types of the schema as JSON Schema, and gathers those that have names of their own.
struct OpenAPISchemas {
    private let schema: Schema
    /// Named types that something refers to, in the order in which they were met.
    private(set) var components: [JSONValue.Member] = []
    private var known: Set<TypeID> = []

    init(_ schema: Schema) { self.schema = schema }

    /// What a client may send.
    mutating func input(_ type: WrappedType) -> JSONValue {
        wrapped(type) { schemas, named in
            schemas.schema[named].kind == .inputObject ? schemas.reference(toInput: named) : schemas.leaf(named)
        }
    }

    /// What an address may hold: no null, and in a path no empty text.
    mutating func parameter(_ type: WrappedType, isInPath: Bool) -> JSONValue {
        guard let item = type.item else {
            let leaf = leaf(type.named)
            return isInPath && leaf["type"] == "string" ? leaf.adding("minLength", 1) : leaf
        }
        return ["type": "array", "items": leaf(item.named)]
    }

    /// What a route answers with when it is neither refused nor fails.
    mutating func answer(_ operation: StoredOperation) -> JSONValue {
        let refused = Set(operation.refusals.map(\.type))
        let field = operation.document[operation.root]
        // A null of a query is a 404.
        let type = operation.isMutation ? operation.rootType : operation.rootType.nonNull
        return wrapped(type) { schemas, named in
            schemas.output(named, [field.selections], operation.valid, without: refused)
        }
    }

    private mutating func wrapped(
        _ type: WrappedType, _ named: (inout OpenAPISchemas, TypeID) -> JSONValue
    ) -> JSONValue {
        let inner: JSONValue
        if let item = type.item {
            inner = ["type": "array", "items": wrapped(item, named)]
        } else {
            inner = named(&self, type.named)
        }
        return type.isNonNull ? inner : Self.nullable(inner)
    }

    private static func nullable(_ schema: JSONValue) -> JSONValue {
        guard schema.members?.isEmpty == false else { return schema }
        if case .string(let type)? = schema["type"], schema["enum"] == nil, schema["const"] == nil {
            return .object(
                (schema.members ?? []).map { member in
                    member.name == "type" ? JSONValue.Member("type", [.string(type), "null"]) : member
                })
        }
        return ["anyOf": [schema, ["type": "null"]]]
    }

    private mutating func leaf(_ type: TypeID) -> JSONValue {
        if schema[type].kind == .enum { return reference(toEnum: type) }
        return OpenAPIScalar.schema(schema[type].codec)
    }

    private func reference(to type: TypeID) -> JSONValue {
        ["$ref": .string("#/components/schemas/\(schema.name(of: type))")]
    }

    private mutating func reference(toEnum type: TypeID) -> JSONValue {
        if known.insert(type).inserted {
            let values = schema[type].enumValues.map { JSONValue.string(schema.string(schema[$0].name)) }
            let component: [JSONValue.Member] = [.init("type", "string"), .init("enum", .array(values))]
            components.append(.init(schema.name(of: type), .object(component + description(schema[type].description))))
        }
        return reference(to: type)
    }

    private mutating func reference(toInput type: TypeID) -> JSONValue {
        if known.insert(type).inserted {
            let properties = schema[type].inputFields.map { id in
                let field = schema[id]
                var written = input(field.type)
                if let text = field.description {
                    written = written.adding("description", .string(schema.string(text)))
                }
                return JSONValue.Member(schema.string(field.name), written)
            }
            let required = schema[type].inputFields.map { schema[$0] }.filter(\.isRequired)
            var component: [JSONValue.Member] = [
                .init("type", "object"), .init("properties", .object(properties)),
                .init("required", .array(required.map { .string(schema.string($0.name)) })),
                .init("additionalProperties", false),
            ]
            if schema[type].isOneOf { component += [.init("minProperties", 1), .init("maxProperties", 1)] }
            components.append(.init(schema.name(of: type), .object(component + description(schema[type].description))))
        }
        return reference(to: type)
    }

    private func description(_ text: Text?) -> [JSONValue.Member] {
        text.map { [.init("description", .string(schema.string($0)))] } ?? []
    }

    private mutating func output(
        _ type: TypeID, _ selections: [NodeRange<SelectionNode>], _ valid: ValidDocument, without: Set<TypeID> = []
    ) -> JSONValue {
        guard schema[type].kind.isComposite else { return leaf(type) }
        var forms: [JSONValue] = []
        for object in schema.possibleTypes(of: type) where !without.contains(object) {
            let form = self.object(object, selections, valid)
            if !forms.contains(form) { forms.append(form) }
        }
        return forms.count == 1 ? forms[0] : ["anyOf": .array(forms)]
    }

    private mutating func object(
        _ type: TypeID, _ selections: [NodeRange<SelectionNode>], _ valid: ValidDocument
    ) -> JSONValue {
        var properties: [JSONValue.Member] = []
        var required: [JSONValue] = []
        for field in SelectedFields(of: type, selections, in: valid).fields {
            guard let id = schema.field(named: valid.document.bytes(field.name), of: type) else { continue }
            var written: JSONValue
            if id == schema.typenameField {
                written = ["const": .string(schema.name(of: type))]
            } else {
                written = wrapped(schema[id].type) { schemas, named in
                    schemas.output(named, field.selections, valid)
                }
                if let text = schema[id].description {
                    written = written.adding("description", .string(schema.string(text)))
                }
            }
            properties.append(.init(field.key, written))
            if !field.isConditional { required.append(.string(field.key)) }
        }
        return [
            "type": "object", "properties": .object(properties), "required": .array(required),
            "additionalProperties": false,
        ]
    }
}
