/// Finds what changed between two schemas, in the reference's order: types first, directives last.
package struct SchemaDiff {
    let old: Schema
    let new: Schema
    private(set) var changes: [SchemaChange] = []

    private init(_ old: Schema, _ new: Schema) { (self.old, self.new) = (old, new) }

    /// Every change from the old schema to the new one.
    package static func changes(from old: Schema, to new: Schema) -> [SchemaChange] {
        var diff = SchemaDiff(old, new)
        diff.compareTypes()
        diff.compareDirectives()
        return diff.changes
    }

    mutating func add(_ kind: SchemaChange.Kind, _ coordinate: String, _ description: String) {
        changes.append(SchemaChange(kind: kind, coordinate: coordinate, description: description))
    }

    mutating func compareDescriptions(_ left: Text?, _ right: Text?, of coordinate: String, named noun: String) {
        let text = right.map(new.string)
        guard left.map(old.string) != text else { return }
        let change = text.map { "has changed to \"\($0)\"" } ?? "was removed"
        add(.descriptionChanged, coordinate, "Description of \(noun) \(change).")
    }

    mutating func compareDeprecation(_ left: Text?, _ right: Text?, of coordinate: String) {
        if left == nil, let right {
            add(.deprecationAdded, coordinate, "\(coordinate) was deprecated: \(new.string(right))")
        } else if left != nil, right == nil {
            add(.deprecationRemoved, coordinate, "\(coordinate) is no longer deprecated.")
        }
    }
}
