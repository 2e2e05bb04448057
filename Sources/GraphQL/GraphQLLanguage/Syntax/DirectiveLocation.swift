/// The places where a directive may be used.
package enum DirectiveLocation: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    case query, mutation, subscription, field, fragmentDefinition, fragmentSpread, inlineFragment, variableDefinition
    case schema, scalar, object, fieldDefinition, argumentDefinition, interface, union, `enum`, enumValue, inputObject
    case inputFieldDefinition
    /// In drafts after September 2025, and only where the parser allows it.
    case directiveDefinition, fragmentVariableDefinition

    /// Whether the September 2025 edition has it.
    package var isSpecified: Bool { self != .directiveDefinition && self != .fragmentVariableDefinition }

    /// The spelling in SDL and introspection.
    package var name: StaticString {
        switch self {
        case .query: "QUERY"
        case .mutation: "MUTATION"
        case .subscription: "SUBSCRIPTION"
        case .field: "FIELD"
        case .fragmentDefinition: "FRAGMENT_DEFINITION"
        case .fragmentSpread: "FRAGMENT_SPREAD"
        case .inlineFragment: "INLINE_FRAGMENT"
        case .variableDefinition: "VARIABLE_DEFINITION"
        case .schema: "SCHEMA"
        case .scalar: "SCALAR"
        case .object: "OBJECT"
        case .fieldDefinition: "FIELD_DEFINITION"
        case .argumentDefinition: "ARGUMENT_DEFINITION"
        case .interface: "INTERFACE"
        case .union: "UNION"
        case .enum: "ENUM"
        case .enumValue: "ENUM_VALUE"
        case .inputObject: "INPUT_OBJECT"
        case .inputFieldDefinition: "INPUT_FIELD_DEFINITION"
        case .directiveDefinition: "DIRECTIVE_DEFINITION"
        case .fragmentVariableDefinition: "FRAGMENT_VARIABLE_DEFINITION"
        }
    }
}
