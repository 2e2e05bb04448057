import Database
import EventSourcing

/// A part that keeps a table from the log and says how the table is read.
package protocol ReadModel: Part {
    /// The pure function from events to rows. Its name is stored; its tables are `[readModelTable]`.
    static var projection: any Projection { get }
    static var zone: Zone { get }
    static var table: TableDefinition { get }
    /// Sets of columns by whose values rows are read together; a change of a row changes the tag of each set, for its
    /// values before and after.
    static var tagSets: [[SQLName]] { get }
}

extension ReadModel {
    package static var identity: ReadModelIdentity { ReadModelIdentity(name: projection.name, zone: zone) }
    package static var readModelTable: ReadModelTable { ReadModelTable(table) }
}

extension [any ReadModel.Type] {
    /// The projections behind these read models, each once: several views may be kept by one.
    package var projections: [any Projection] {
        var seen: Set<ProjectionName> = []
        return map { $0.projection }.filter { seen.insert($0.name).inserted }
    }

    /// The identities of these read models, each once.
    package var identities: [ReadModelIdentity] {
        var seen: Set<ProjectionName> = []
        return map { $0.identity }.filter { seen.insert($0.name).inserted }
    }
}

extension ReadModelTable {
    /// What a projection must know of a table.
    package init(_ table: TableDefinition) {
        let columns = table.columns.map { column in
            Column(column.name.text, ColumnKind(column.type), isNullable: column.isOptional)
        }
        let keyCount = table.primaryKey.count
        self.init(
            TableName(validated: table.name.text), key: Array(columns.prefix(keyCount)),
            columns: Array(columns.dropFirst(keyCount)))
    }
}

extension ReadModelTable.ColumnKind {
    init(_ scalar: SQLScalar) {
        switch scalar {
        case .bool: self = .bool
        case .int: self = .int
        case .double: self = .real
        case .decimal, .text: self = .text
        case .json: self = .json
        case .blob, .uuid: self = .blob
        }
    }
}
