/// Whether clients of the old type can live with the new one.
struct TypeChange {
    private let sameName: Bool
    private let left: WrappedType
    private let right: WrappedType

    init(_ old: Schema, _ left: WrappedType, _ new: Schema, _ right: WrappedType) {
        sameName = old.name(of: left.named) == new.name(of: right.named)
        (self.left, self.right) = (left, right)
    }

    /// A field may promise more: what was nullable may become non-null, at any depth.
    var isSafeForOutput: Bool { nonNulls { old, new in new || !old } }

    /// An argument may ask for less: what was non-null may become nullable, at any depth.
    var isSafeForInput: Bool { nonNulls { old, new in old || !new } }

    private func nonNulls(_ allows: (Bool, Bool) -> Bool) -> Bool {
        sameName && left.listDepth == right.listDepth
            && (0...left.listDepth).allSatisfy { allows(left.isNonNull(at: $0), right.isNonNull(at: $0)) }
    }
}
