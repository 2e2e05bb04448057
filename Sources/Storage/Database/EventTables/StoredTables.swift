import EventSourcing

/// The text that stands with a generation and says which tables it has, so that any node can find and drop them.
///
///     table usage 2          name, number of key columns
///     column tenant text     name, kind, and `?` if it may be null
enum StoredTables {
    static func text(_ tables: [ReadModelTable]) -> String {
        tables.sorted { $0.name < $1.name }.map { table in
            let columns = table.columns.map { "column \($0.name) \(name($0.kind))\($0.isNullable ? " ?" : "")" }
            return (["table \(table.name) \(table.keyColumnCount)"] + columns).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// Nil for a text that `text` did not write.
    static func tables(_ text: String) -> [ReadModelTable]? {
        var tables: [ReadModelTable] = []
        var open: (name: TableName, keys: Int, columns: [ReadModelTable.Column])?
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.first == "table", words.count == 3 {
                if let open {
                    guard let table = table(open) else { return nil }
                    tables.append(table)
                }
                guard let name = TableName(String(words[1])), let keys = Int(words[2]) else { return nil }
                open = (name, keys, [])
            } else if words.first == "column", words.count >= 3, let kind = kind(words[2]) {
                open?.columns.append(.init(String(words[1]), kind, isNullable: words.count == 4))
            } else {
                return nil
            }
        }
        guard let last = open else { return tables }
        guard let table = table(last) else { return nil }
        return tables + [table]
    }

    private static func table(
        _ open: (name: TableName, keys: Int, columns: [ReadModelTable.Column])
    ) -> ReadModelTable? {
        guard open.keys > 0, open.keys <= open.columns.count,
            open.columns.prefix(open.keys).allSatisfy({ !$0.isNullable }),
            open.columns.allSatisfy({ TableName.isValid($0.name) })
        else { return nil }
        return ReadModelTable(
            open.name, key: Array(open.columns.prefix(open.keys)), columns: Array(open.columns.dropFirst(open.keys)))
    }

    private static func name(_ kind: ReadModelTable.ColumnKind) -> String {
        switch kind {
        case .bool: "bool"
        case .int: "int"
        case .real: "real"
        case .text: "text"
        case .json: "json"
        case .blob: "blob"
        }
    }

    private static func kind(_ name: Substring) -> ReadModelTable.ColumnKind? {
        switch name {
        case "bool": .bool
        case "int": .int
        case "real": .real
        case "text": .text
        case "json": .json
        case "blob": .blob
        case _: nil
        }
    }
}
