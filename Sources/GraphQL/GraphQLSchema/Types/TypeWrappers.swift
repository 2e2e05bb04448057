import GraphQLLanguage

/// The lists and non-nulls of a type reference, and the name inside them.
struct TypeWrappers {
    let name: Name
    private let listDepth: Int
    private let nonNulls: UInt32

    /// Nil when the lists nest more than `WrappedType.listDepthMax` deep.
    init?(_ id: NodeID<TypeNode>, in document: Document) {
        var node = document[id]
        var depth = 0
        var nonNulls: UInt32 = 0
        while let wrapped = node.wrapped {
            switch node.kind {
            case .nonNull: nonNulls |= 1 << UInt32(truncatingIfNeeded: depth)
            case .list: depth &+= 1
            case .named: break
            }
            guard depth <= WrappedType.listDepthMax else { return nil }
            node = document[wrapped]
        }
        (name, listDepth, self.nonNulls) = (node.name, depth, nonNulls)
    }

    func around(_ type: TypeID) -> WrappedType {
        WrappedType(named: type, listDepth: listDepth, nonNulls: nonNulls)
    }
}
