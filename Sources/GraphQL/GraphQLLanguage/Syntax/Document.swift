/// A parsed document: the source and one flat array for each kind of node.
///
/// A node holds the places of its children as ranges of these arrays, so that parsing allocates per array and not per
/// node, and a walk touches neighbouring memory. Nothing in a document changes after parsing.
///
/// ```swift
/// for id in document.operations[0].selections {
///     let selection = document[id]
///     if selection.kind == .field { names.append(document.string(selection.responseName)) }
/// }
/// ```
///
/// Invariant: every id and range in a node lies inside the array of its kind; every `Name` lies inside the source.
package final class Document: Sendable {
    package let source: Source
    /// Tokens read, comments left out.
    package let tokenCount: Int
    package let definitions: [Definition]
    package let operations: [OperationNode]
    package let fragments: [FragmentNode]
    package let variableDefinitions: [VariableDefinitionNode]
    package let selections: [SelectionNode]
    package let arguments: [ArgumentNode]
    package let directives: [DirectiveNode]
    package let values: [ValueNode]
    package let objectFields: [ObjectFieldNode]
    package let types: [TypeNode]
    package let typeSystem: TypeSystemNodes

    init(source: Source, tokenCount: Int, nodes: consuming SyntaxNodes) {
        self.source = source
        self.tokenCount = tokenCount
        definitions = nodes.definitions
        operations = nodes.operations
        fragments = nodes.fragments
        variableDefinitions = nodes.variableDefinitions
        selections = nodes.selections
        arguments = nodes.arguments
        directives = nodes.directives
        values = nodes.values
        objectFields = nodes.objectFields
        types = nodes.types
        typeSystem = nodes.typeSystem
    }
}

/// The nodes of type-system definitions, apart so that an executable document carries one empty value.
package struct TypeSystemNodes: Sendable {
    package internal(set) var schemas: [SchemaDefinitionNode] = []
    package internal(set) var operationTypes: [OperationTypeNode] = []
    package internal(set) var typeDefinitions: [TypeDefinitionNode] = []
    package internal(set) var namedTypes: [NamedTypeNode] = []
    package internal(set) var fieldDefinitions: [FieldDefinitionNode] = []
    package internal(set) var inputValues: [InputValueNode] = []
    package internal(set) var enumValues: [EnumValueNode] = []
    package internal(set) var directiveDefinitions: [DirectiveDefinitionNode] = []
    package internal(set) var directiveLocations: [DirectiveLocationNode] = []

    package init() {}
}

/// The arrays while the parser fills them.
struct SyntaxNodes {
    var definitions: [Definition] = []
    var operations: [OperationNode] = []
    var fragments: [FragmentNode] = []
    var variableDefinitions: [VariableDefinitionNode] = []
    var selections: [SelectionNode] = []
    var arguments: [ArgumentNode] = []
    var directives: [DirectiveNode] = []
    var values: [ValueNode] = []
    var objectFields: [ObjectFieldNode] = []
    var types: [TypeNode] = []
    var typeSystem = TypeSystemNodes()
}
