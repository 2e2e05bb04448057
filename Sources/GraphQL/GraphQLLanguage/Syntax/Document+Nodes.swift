// Reading a node by its id. Each subscript checks its bounds, so that an id of another document traps in place of
// reading foreign memory.
extension Document {
    @inlinable package subscript(id: NodeID<OperationNode>) -> OperationNode { operations[Int(id.index)] }
    @inlinable package subscript(id: NodeID<FragmentNode>) -> FragmentNode { fragments[Int(id.index)] }
    @inlinable package subscript(id: NodeID<VariableDefinitionNode>) -> VariableDefinitionNode {
        variableDefinitions[Int(id.index)]
    }
    @inlinable package subscript(id: NodeID<SelectionNode>) -> SelectionNode { selections[Int(id.index)] }
    @inlinable package subscript(id: NodeID<ArgumentNode>) -> ArgumentNode { arguments[Int(id.index)] }
    @inlinable package subscript(id: NodeID<DirectiveNode>) -> DirectiveNode { directives[Int(id.index)] }
    @inlinable package subscript(id: NodeID<ValueNode>) -> ValueNode { values[Int(id.index)] }
    @inlinable package subscript(id: NodeID<ObjectFieldNode>) -> ObjectFieldNode { objectFields[Int(id.index)] }
    @inlinable package subscript(id: NodeID<TypeNode>) -> TypeNode { types[Int(id.index)] }
    @inlinable package subscript(id: NodeID<SchemaDefinitionNode>) -> SchemaDefinitionNode {
        typeSystem.schemas[Int(id.index)]
    }
    @inlinable package subscript(id: NodeID<OperationTypeNode>) -> OperationTypeNode {
        typeSystem.operationTypes[Int(id.index)]
    }
    @inlinable package subscript(id: NodeID<TypeDefinitionNode>) -> TypeDefinitionNode {
        typeSystem.typeDefinitions[Int(id.index)]
    }
    @inlinable package subscript(id: NodeID<NamedTypeNode>) -> NamedTypeNode { typeSystem.namedTypes[Int(id.index)] }
    @inlinable package subscript(id: NodeID<FieldDefinitionNode>) -> FieldDefinitionNode {
        typeSystem.fieldDefinitions[Int(id.index)]
    }
    @inlinable package subscript(id: NodeID<InputValueNode>) -> InputValueNode { typeSystem.inputValues[Int(id.index)] }
    @inlinable package subscript(id: NodeID<EnumValueNode>) -> EnumValueNode { typeSystem.enumValues[Int(id.index)] }
    @inlinable package subscript(id: NodeID<DirectiveDefinitionNode>) -> DirectiveDefinitionNode {
        typeSystem.directiveDefinitions[Int(id.index)]
    }
    @inlinable package subscript(id: NodeID<DirectiveLocationNode>) -> DirectiveLocationNode {
        typeSystem.directiveLocations[Int(id.index)]
    }
}
