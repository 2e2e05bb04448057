import GraphQLLanguage

/// Finds what changed between two schemas, in the reference's order: types first, directives last; then the roots.
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
        diff.compareRoots()
        return diff.changes
    }

    /// A type that is there as before may not be where operations begin any more.
    private mutating func compareRoots() {
        for kind in OperationKind.allCases {
            let name = "\(kind.keyword)"
            let before = old.rootType(for: kind).map(old.name(of:))
            let after = new.rootType(for: kind).map(new.name(of:))
            guard before != after else { continue }
            guard let before else {
                add(.rootTypeAdded, after ?? name, "The \(name) root type \(after ?? name) was added.")
                continue
            }
            if let after {
                add(.rootTypeChanged, before, "The \(name) root type changed from \(before) to \(after).")
            } else {
                add(.rootTypeRemoved, before, "The \(name) root type \(before) was removed.")
            }
        }
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
