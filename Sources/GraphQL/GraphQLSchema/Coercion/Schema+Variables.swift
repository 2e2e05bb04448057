import GraphQLLanguage
import JSON

extension Schema {
    /// The type that a variable definition or any type reference in a document means; nil if its name is unknown or it
    /// nests too deeply.
    package func wrappedType(_ id: NodeID<TypeNode>, in document: Document) -> WrappedType? {
        guard let wrappers = TypeWrappers(id, in: document) else { return nil }
        return type(named: document.bytes(wrappers.name)).map(wrappers.around)
    }

    /// The variables of an operation from the `variables` of a request, which may be absent.
    ///
    /// Spec: 6.1.2 CoerceVariableValues.
    package func coerceVariables(
        of operation: NodeID<OperationNode>, in document: Document, from json: JSONDocument?,
        at object: JSONDocument.Index? = nil, suggests: Bool = true
    ) throws(CoercionFaults) -> VariableValues {
        let definitions = document[operation].variables
        guard !definitions.isEmpty else { return .none }
        var request = VariableRequest(
            schema: self, document: document, json: json, object: object ?? json?.root, suggests: suggests)
        if definitions.count > 8 { request.indexValues() }
        for definition in definitions { request.coerce(document[definition]) }
        guard request.faults.isEmpty else { throw CoercionFaults(faults: request.faults) }
        return VariableValues(slots: request.slots, names: request.names)
    }
}

/// The variables of one request while they are being coerced.
private struct VariableRequest {
    let schema: Schema
    let document: Document
    let json: JSONDocument?
    let object: JSONDocument.Index?
    let suggests: Bool
    private(set) var slots: [CoercedValue?] = []
    private(set) var names: [[UInt8]] = []
    private(set) var faults: [CoercionFault] = []
    private var isFull = false
    /// The given values by name, for requests with many variables; the later of two with the same name.
    private var values: [ArraySlice<UInt8>: JSONDocument.Index]?

    init(schema: Schema, document: Document, json: JSONDocument?, object: JSONDocument.Index?, suggests: Bool) {
        (self.schema, self.document, self.json) = (schema, document, json)
        (self.object, self.suggests) = (object, suggests)
    }

    /// Why: looking for each variable among all values would cost their product.
    mutating func indexValues() {
        guard let json, let object else { return }
        var found: [ArraySlice<UInt8>: JSONDocument.Index] = [:]
        for (key, value) in json.members(object) { found[json.bytes(key)] = value }
        values = found
    }

    private func value(_ name: Name, _ json: JSONDocument, _ object: JSONDocument.Index) -> JSONDocument.Index? {
        if let values { return values[document.bytes(name)] }
        return json.member(document.bytes(name), of: object)
    }

    mutating func coerce(_ node: VariableDefinitionNode) {
        guard !isFull else { return }
        names.append(Array(document.bytes(node.name)))
        slots.append(nil)
        guard let type = schema.wrappedType(node.type, in: document), schema[type.named].kind.isInput else {
            report(
                "Variable '$\(document.string(node.name))' expected value of type '\(document.string(of: node.type))' "
                    + "which cannot be used as an input type.", at: document[node.type].position)
            return
        }
        if let json, let object, let index = value(node.name, json, object) {
            coerce(index, json, as: type, for: node)
        } else if let literal = node.defaultValue.id {
            coerce(literal, as: type, for: node)
        } else if type.isNonNull {
            report(
                "Variable '$\(document.string(node.name))' has invalid value: Expected a value of non-null type "
                    + "'\(schema.string(type))' to be provided.", at: node.position)
        }
    }

    private mutating func coerce(
        _ index: JSONDocument.Index, _ json: JSONDocument, as type: WrappedType, for node: VariableDefinitionNode
    ) {
        if let value = VariableCoercion(schema: schema, json: json).value(index, as: type) {
            slots[slots.count - 1] = value
            return
        }
        var check = VariableCheck(schema, json, suggests: suggests)
        check.check(index, as: type)
        if check.isTooDeep {
            faults = [CoercionFault(message: "Variable values are nested too deeply.", position: nil)]
            isFull = true
            return
        }
        for fault in check.faults {
            report(
                "Variable '$\(document.string(node.name))' has invalid value\(fault.path.suffix): \(fault.message)",
                at: node.position)
        }
    }

    private mutating func coerce(
        _ literal: NodeID<ValueNode>, as type: WrappedType, for node: VariableDefinitionNode
    ) {
        if let value = LiteralCoercion(schema, document).value(literal, as: type) {
            slots[slots.count - 1] = value
            return
        }
        var check = LiteralCheck(schema, document, suggests: suggests)
        check.check(literal, as: type)
        for fault in check.faults {
            report(
                "Variable '$\(document.string(node.name))' has invalid default value\(fault.path.suffix): "
                    + fault.message, at: node.position)
        }
    }

    private mutating func report(_ message: String, at position: UInt32) {
        guard !isFull else { return }
        guard faults.count < CoercionLimits.faultsMax else {
            faults.append(
                CoercionFault(
                    message: "Too many errors processing variables, error limit reached. Execution aborted.",
                    position: nil))
            isFull = true
            return
        }
        faults.append(CoercionFault(message: message, position: position))
    }
}
