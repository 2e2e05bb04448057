import GraphQLLanguage
import GraphQLSchema

/// The `if` of `@skip`, `@include`, `@defer` and `@stream`, read by the specification's definition of the directive
/// even where the schema has one of its own.
struct ConditionValue {
    let document: Document
    let schema: Schema
    let table: ConditionTable
    let settings: ConditionSettings

    /// What the condition says; where the argument may be left out, without one it says yes.
    func value(of id: NodeID<DirectiveNode>, isRequired: Bool) -> Result<Bool, SelectionFailure> {
        let directive = document[id]
        guard let argument = directive.arguments.first(where: { document.isSame(document[$0].name, "if") }) else {
            return isRequired
                ? fail("Argument 'if' of required type 'Boolean!' was not provided.", at: directive.position)
                : .success(true)
        }
        let value = document[document[argument].value]
        switch value.kind {
        case .true: return .success(true)
        case .false: return .success(false)
        case .variable: return variable(value, isRequired)
        case .null, .int, .float, .string, .blockString, .enum, .list, .object:
            return literal(document[argument].value)
        }
    }

    private func variable(_ value: ValueNode, _ isRequired: Bool) -> Result<Bool, SelectionFailure> {
        let name = document.string(value.text)
        switch table.place(of: document.bytes(value.text)).map({ settings[$0] }) ?? .absent {
        case .yes: return .success(true)
        case .no: return .success(false)
        case .null:
            return invalid(
                "Expected variable '$\(name)' provided to non-null type 'Boolean!' not to be None.", at: value.position)
        case .absent:
            guard isRequired else { return .success(true) }
            return invalid(
                "Expected variable '$\(name)' provided to type 'Boolean!' to provide a runtime value.",
                at: value.position)
        }
    }

    /// A literal that is no Boolean, which only a schema with its own definition of the directive lets pass.
    private func literal(_ id: NodeID<ValueNode>) -> Result<Bool, SelectionFailure> {
        let position = document[id].position
        guard let boolean = schema.type(named: "Boolean"),
            let fault = schema.faults(in: id, of: document, as: WrappedType(named: boolean).nonNull).first
        else { return invalid("Expected value of type 'Boolean!'.", at: position) }
        return invalid(fault.message, at: fault.position)
    }

    private func invalid(_ message: String, at offset: UInt32) -> Result<Bool, SelectionFailure> {
        fail("Argument 'if' has invalid value: \(message)", at: offset)
    }

    private func fail(_ message: String, at offset: UInt32) -> Result<Bool, SelectionFailure> {
        .failure(SelectionFailure(message: message, offset: offset))
    }
}
