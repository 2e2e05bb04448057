import GraphQLLanguage
import GraphQLSchema

/// A variable where a value is expected, and what is expected there.
struct VariableUse {
    let value: NodeID<ValueNode>
    let name: NameNumber
    /// The type of the position; nil where the schema knows none.
    let type: WrappedType?
    /// The input object in which the variable is the value of a field.
    let parent: TypeID?
    /// Whether the argument or input field has a default.
    let hasDefault: Bool
}

/// Finds the uses of variables in one operation or fragment, in document order.
struct VariableUseCollector {
    private let context: ValidationContext
    private(set) var uses: [VariableUse] = []

    init(_ context: ValidationContext) { self.context = context }

    private var document: Document { context.document }
    private var schema: Schema { context.schema }

    mutating func collect(_ directives: NodeRange<DirectiveNode>) {
        for id in directives {
            let directive = context.directive(id)
            for argument in document[id].arguments {
                let symbol = context.names.symbol(context.names.arguments[Int(argument.index)])
                let definition = directive.flatMap { directive in
                    symbol.flatMap { schema.argument(named: $0, of: directive) }
                }
                collect(document[argument].value, definition)
            }
        }
    }

    mutating func collect(_ selections: NodeRange<SelectionNode>, _ parent: TypeID?) {
        for id in selections {
            let selection = document[id]
            switch selection.kind {
            case .field:
                let field = context.field(id, of: parent)
                for argument in selection.arguments {
                    let symbol = context.names.symbol(context.names.arguments[Int(argument.index)])
                    let definition = field.flatMap { field in symbol.flatMap { schema.argument(named: $0, of: field) } }
                    collect(document[argument].value, definition)
                }
                collect(selection.directives)
                collect(selection.selections, context.composite(field.map { schema[$0].type.named }))
            case .fragmentSpread:
                collect(selection.directives)
            case .inlineFragment:
                collect(selection.directives)
                let type =
                    selection.name.isAbsent
                    ? parent : context.outputType(named: context.names.selections[Int(id.index)])
                collect(selection.selections, context.composite(type))
            }
        }
    }

    private mutating func collect(_ value: NodeID<ValueNode>, _ definition: InputValueID?) {
        let input = definition.map { schema[$0] }
        collect(value, input?.type, parent: nil, hasDefault: input?.hasDefault ?? false)
    }

    private mutating func collect(_ id: NodeID<ValueNode>, _ type: WrappedType?, parent: TypeID?, hasDefault: Bool) {
        let value = document[id]
        switch value.kind {
        case .variable:
            let name = context.names.values[Int(id.index)]
            uses.append(VariableUse(value: id, name: name, type: type, parent: parent, hasDefault: hasDefault))
        case .list:
            for item in value.items { collect(item, type?.item, parent: nil, hasDefault: false) }
        case .object:
            let object = type.map(\.named).flatMap { schema[$0].kind == .inputObject ? $0 : nil }
            for field in value.fields {
                let symbol = context.names.symbol(context.names.objectFields[Int(field.index)])
                let definition = object.flatMap { object in symbol.flatMap { schema.inputField(named: $0, of: object) }
                }
                let input = definition.map { schema[$0] }
                collect(document[field].value, input?.type, parent: object, hasDefault: input?.hasDefault ?? false)
            }
        case .int, .float, .string, .blockString, .true, .false, .null, .enum: break
        }
    }
}
