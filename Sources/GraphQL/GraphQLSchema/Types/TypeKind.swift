import GraphQLLanguage

/// What a named type is; the order is that of the reference's `__TypeKind`.
package enum TypeKind: UInt8, Sendable, CaseIterable {
    case scalar, object, interface, union, `enum`, inputObject

    /// Whether a field may be of it.
    package var isOutput: Bool { self != .inputObject }
    /// Whether an argument, variable or input field may be of it.
    package var isInput: Bool { self == .scalar || self == .enum || self == .inputObject }
    /// Whether it has no selections.
    package var isLeaf: Bool { self == .scalar || self == .enum }
    /// Whether it has selections.
    package var isComposite: Bool { self == .object || self == .interface || self == .union }
    /// Whether a value of it is of some other, concrete type.
    package var isAbstract: Bool { self == .interface || self == .union }
}

extension TypeKind {
    init(_ kind: TypeDefinitionNode.Kind) {
        switch kind {
        case .scalar: self = .scalar
        case .object: self = .object
        case .interface: self = .interface
        case .union: self = .union
        case .enum: self = .enum
        case .inputObject: self = .inputObject
        }
    }
}
