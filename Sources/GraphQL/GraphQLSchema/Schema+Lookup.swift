// Finding elements by name. A name is looked up as bytes once, when it is met in a document; from then on it is a
// symbol. Nothing here allocates.
extension Schema {
    /// The symbol of a name in a document, or nil if nothing in the schema has this name.
    package func symbol(_ name: ArraySlice<UInt8>) -> Symbol? {
        name.withUnsafeBufferPointer { symbols.find($0) }
    }

    package func type(named name: Symbol) -> TypeID? { members.find(name, in: .types).map(TypeID.init(index:)) }

    package func type(named name: ArraySlice<UInt8>) -> TypeID? { symbol(name).flatMap { type(named: $0) } }

    package func type(named name: String) -> TypeID? { symbols.find(name).flatMap { type(named: $0) } }

    package func directive(named name: Symbol) -> DirectiveID? {
        members.find(name, in: .directives).map(DirectiveID.init(index:))
    }

    package func directive(named name: ArraySlice<UInt8>) -> DirectiveID? {
        symbol(name).flatMap { directive(named: $0) }
    }

    package func directive(named name: String) -> DirectiveID? {
        symbols.find(name).flatMap { directive(named: $0) }
    }

    /// The field that a selection on a composite type means, meta-fields included where they may be selected.
    package func field(named name: Symbol, of type: TypeID) -> FieldID? {
        switch name {
        case .typename: return self[type].kind.isComposite ? typenameField : nil
        case .schemaField: return type == queryType ? schemaField : nil
        case .typeField: return type == queryType ? typeField : nil
        default:
            guard self[type].kind == .object || self[type].kind == .interface else { return nil }
            return members.find(name, in: .type(type)).map(FieldID.init(index:))
        }
    }

    package func field(named name: ArraySlice<UInt8>, of type: TypeID) -> FieldID? {
        symbol(name).flatMap { field(named: $0, of: type) }
    }

    package func field(named name: String, of type: TypeID) -> FieldID? {
        symbols.find(name).flatMap { field(named: $0, of: type) }
    }

    package func argument(named name: Symbol, of field: FieldID) -> InputValueID? {
        members.find(name, in: .field(field)).map(InputValueID.init(index:))
    }

    package func argument(named name: ArraySlice<UInt8>, of field: FieldID) -> InputValueID? {
        symbol(name).flatMap { argument(named: $0, of: field) }
    }

    package func argument(named name: String, of field: FieldID) -> InputValueID? {
        symbols.find(name).flatMap { argument(named: $0, of: field) }
    }

    package func argument(named name: Symbol, of directive: DirectiveID) -> InputValueID? {
        members.find(name, in: .directive(directive)).map(InputValueID.init(index:))
    }

    package func argument(named name: ArraySlice<UInt8>, of directive: DirectiveID) -> InputValueID? {
        symbol(name).flatMap { argument(named: $0, of: directive) }
    }

    package func argument(named name: String, of directive: DirectiveID) -> InputValueID? {
        symbols.find(name).flatMap { argument(named: $0, of: directive) }
    }

    package func inputField(named name: Symbol, of type: TypeID) -> InputValueID? {
        guard self[type].kind == .inputObject else { return nil }
        return members.find(name, in: .type(type)).map(InputValueID.init(index:))
    }

    package func inputField(named name: ArraySlice<UInt8>, of type: TypeID) -> InputValueID? {
        symbol(name).flatMap { inputField(named: $0, of: type) }
    }

    package func enumValue(named name: Symbol, of type: TypeID) -> EnumValueID? {
        guard self[type].kind == .enum else { return nil }
        return members.find(name, in: .type(type)).map(EnumValueID.init(index:))
    }

    package func enumValue(named name: ArraySlice<UInt8>, of type: TypeID) -> EnumValueID? {
        symbol(name).flatMap { enumValue(named: $0, of: type) }
    }
}
