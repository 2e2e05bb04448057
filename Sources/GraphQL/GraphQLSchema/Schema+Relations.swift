// How types stand to each other; each question is a bit test.
extension Schema {
    /// Whether every value of the one type is a value of the other: the same type, a member, or an implementation.
    package func isSubtype(_ type: TypeID, of other: TypeID) -> Bool {
        if type == other { return true }
        let row = self[other].abstractRow
        return row != TypeRelations.noRow && relations.isSubtype(type, row: row)
    }

    /// Whether some object type is of both types.
    package func overlaps(_ left: TypeID, _ right: TypeID) -> Bool {
        if left == right { return true }
        let row = self[left].abstractRow
        if row != TypeRelations.noRow { return relations.overlaps(right, row: row) }
        let other = self[right].abstractRow
        return other != TypeRelations.noRow && relations.overlaps(left, row: other)
    }

    /// Whether a value of the one type may stand where the other is expected: wrappers and all.
    ///
    /// Spec: 3.6.1 IsSubType.
    package func isSubtype(_ type: WrappedType, of other: WrappedType) -> Bool {
        type.listDepth == other.listDepth && other.nonNulls & ~type.nonNulls == 0
            && isSubtype(type.named, of: other.named)
    }
}
