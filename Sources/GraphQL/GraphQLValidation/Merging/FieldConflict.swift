import GraphQLLanguage

/// Two sides that cannot be merged into one response field, and why.
struct FieldConflict {
    let name: NameNumber
    let reason: String
    /// Positions of the fields on either side, the outermost first.
    let left: [UInt32]
    let right: [UInt32]

    /// Limit: characters of a reason.
    static let reasonLengthMax = 1_000
    /// Limit: fields named on one side.
    static let fieldsMax = 20

    /// The conflict of two fields whose subfields conflict; nil if they do not.
    static func between(
        _ left: SelectionNode, _ right: SelectionNode, _ name: NameNumber, _ inner: [FieldConflict],
        _ context: ValidationContext
    ) -> FieldConflict? {
        if inner.isEmpty { return nil }
        var reason = ""
        for conflict in inner {
            let field = abbreviated(context.string(context.names.names[Int(conflict.name)]))
            reason += "\(reason.isEmpty ? "" : " and ")subfields '\(field)' conflict because \(conflict.reason)"
            if reason.utf8.count > reasonLengthMax { break }
        }
        return FieldConflict(
            name: name, reason: abbreviated(reason), left: positions(left.position, inner.map(\.left)),
            right: positions(right.position, inner.map(\.right)))
    }

    static func abbreviated(_ text: String) -> String {
        text.utf8.count > reasonLengthMax ? String(text.prefix(reasonLengthMax)) + "..." : text
    }

    private static func positions(_ first: UInt32, _ rest: [[UInt32]]) -> [UInt32] {
        var positions = [first]
        for more in rest {
            positions += more.suffix(fieldsMax - positions.count)
            if positions.count == fieldsMax { break }
        }
        return positions
    }
}
