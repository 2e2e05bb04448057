import Database
import EventSourcing

/// The tags that a changed row touches: for each tag set of its table, the one of its values before and of those after.
package struct ChangedTags: Sendable {
    private struct Places: Sendable {
        let table: SQLName
        /// Columns of each set, with their places in the row.
        let sets: [[(column: SQLName, place: Int)]]
    }

    private let tables: [TableName: Places]
    private let fingerprints: [ProjectionName: UInt64]

    package init(_ models: [any ReadModel.Type]) {
        var tables: [TableName: Places] = [:]
        for model in models {
            let definition = model.table
            let sets = model.tagSets.map { set in
                set.compactMap { name in
                    definition.columns.firstIndex { $0.name == name }.map { (column: name, place: $0) }
                }
            }
            tables[TableName(validated: definition.name.text)] = Places(table: definition.name, sets: sets)
        }
        self.tables = tables
        fingerprints = Dictionary(grouping: models, by: { $0.identity.name }).mapValues(Self.fingerprint)
    }

    /// Tells one set of rules for a read model from another: nodes of different code may note different tags.
    package func fingerprint(of model: ProjectionName) -> UInt64? { fingerprints[model] }

    private static func fingerprint(_ models: [any ReadModel.Type]) -> UInt64 {
        let parts = models.map { model in
            let sets = model.tagSets.map { $0.map(\.text).joined(separator: ",") }.joined(separator: ";")
            let columns = model.table.columns.map(\.name.text).joined(separator: ",")
            return "\(model.table.name.text)|\(columns)|\(sets)|\(model.projection.codeVersion)"
        }
        return ChangeTag(parts.sorted().map { Array($0.utf8) }).hash
    }

    /// Row after row; the first column of every read model is its tenant.
    package func tags(of changes: [ChangedRow]) -> [ChangeTag] {
        var tags: Set<ChangeTag> = []
        for change in changes {
            guard let places = tables[change.key.table] else { continue }
            for row in [change.before, change.after].compactMap({ $0 }) {
                guard case .text(let text)? = row.first, let tenant = TenantID(text) else { continue }
                for set in places.sets {
                    tags.insert(
                        ChangeTag(
                            table: places.table, tenant: tenant, columns: set.map(\.column),
                            values: set.map { SQLValue(row[$0.place]) }))
                }
            }
        }
        return Array(tags)
    }
}

extension SQLValue {
    /// The same value as a parameter of a statement.
    package init(_ value: RowValue) {
        switch value {
        case .null: self = .null
        case .bool(let bool): self = .bool(bool)
        case .int(let int): self = .int(int)
        case .real(let double): self = .double(double)
        case .text(let text): self = .text(Array(text.utf8))
        case .blob(let bytes): self = .blob(bytes)
        }
    }
}
