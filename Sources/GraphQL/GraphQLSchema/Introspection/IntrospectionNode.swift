/// What a selection inside `__schema` or `__type` is made on.
package enum IntrospectionNode: Hashable, Sendable {
    case schema
    /// A named type, or a list or non-null of one.
    case type(WrappedType)
    case field(FieldID)
    case inputValue(InputValueID)
    case enumValue(EnumValueID)
    case directive(DirectiveID)
}

/// What a field of an introspection type is on one node.
package enum IntrospectionValue: Sendable {
    case null
    case boolean(Bool)
    /// UTF-8 of a name, description, reason, URL or printed default.
    case text(ArraySlice<UInt8>)
    /// A value of `__TypeKind`, or values of `__DirectiveLocation`.
    case word(StaticString)
    case words([StaticString])
    case node(IntrospectionNode)
    case nodes([IntrospectionNode])
}
