import GraphQLLanguage

extension Schema {
    /// The arguments of a field or directive as a resolver receives them.
    ///
    /// Spec: 6.4.1 CoerceArgumentValues. A document that is valid for this schema can still fail here: a variable may
    /// turn out null or absent where the literal around it does not allow that.
    ///
    /// - Parameter position: byte offset of the field or directive, for faults that are of no single argument.
    package func coerceArguments(
        _ nodes: NodeRange<ArgumentNode>, of definitions: IDRange<InputValueID>, in document: Document,
        variables: VariableValues, position: UInt32, suggests: Bool = true
    ) throws(CoercionFault) -> CoercedArguments {
        guard !definitions.isEmpty else { return .none }
        var entries: [CoercedField] = []
        for id in definitions {
            let definition = self[id]
            let node = nodes.lazy.map { document[$0] }.last {
                document.bytes($0.name).elementsEqual(bytes(definition.name))
            }
            if let node, !isAbsent(node.value, in: document, variables) || definition.isRequired {
                let coercion = LiteralCoercion(self, document, variables: variables)
                guard let value = coercion.value(node.value, as: definition.type) else {
                    throw fault(node.value, as: definition, in: document, variables, suggests: suggests)
                }
                entries.append(CoercedField(field: id, value: value))
            } else if definition.isRequired {
                throw CoercionFault(
                    message: "Argument '\(string(definition.name))' of required type '\(string(definition.type))' was "
                        + "not provided.", position: position)
            } else if let value = defaultValue(of: id) {
                entries.append(CoercedField(field: id, value: value))
            }
        }
        return CoercedArguments(entries: entries)
    }

    private func isAbsent(_ id: NodeID<ValueNode>, in document: Document, _ variables: VariableValues) -> Bool {
        let node = document[id]
        return node.kind == .variable && variables.value(named: document.bytes(node.text)) == nil
    }

    private func fault(
        _ value: NodeID<ValueNode>, as definition: SchemaInputValue, in document: Document,
        _ variables: VariableValues, suggests: Bool
    ) -> CoercionFault {
        var check = LiteralCheck(self, document, variables: variables, suggests: suggests)
        check.check(value, as: definition.type)
        let name = string(definition.name)
        guard let first = check.faults.first else {
            return CoercionFault(
                message: "Argument '\(name)' has an invalid value.", position: document[value].position)
        }
        return CoercionFault(
            message: "Argument '\(name)' has invalid value\(first.path.suffix): \(first.message)",
            position: first.position)
    }

    /// What is wrong with a literal where a type is expected, without looking at variables; no more than the bound.
    package func faults(
        in value: NodeID<ValueNode>, of document: Document, as type: WrappedType, suggests: Bool = true,
        atMost faultsMax: Int = 100
    ) -> [LiteralFault] {
        var check = LiteralCheck(self, document, suggests: suggests, faultsMax: faultsMax)
        check.check(value, as: type)
        return check.faults
    }
}
