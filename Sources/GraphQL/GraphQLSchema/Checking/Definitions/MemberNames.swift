import GraphQLLanguage

/// Remembers where each member of each type was first named, over the definition and all extensions.
struct MemberNames {
    private var table = MemberTable()
    private var positions: [SourcePosition] = []

    /// The first place where the type names such a member, or nil if this is it.
    mutating func first(_ member: Symbol, of type: Symbol, at position: SourcePosition) -> SourcePosition? {
        let scope = MemberTable.Scope.type(TypeID(index: type.index))
        if let index = table.find(member, in: scope) { return positions[Int(index)] }
        table.insert(member, in: scope, UInt32(truncatingIfNeeded: positions.count))
        positions.append(position)
        return nil
    }
}
