/// The rows that a batch of events reads and changes, as a value that `apply` works on.
///
/// A row that has not been read from the store yet interrupts `apply` with `needs`; the runner reads what all events
/// of the batch need at once and calls again. So `apply` is plain code without I/O.
/// Invariant: for every changed row the state before the batch is known, unless it was inserted as new.
package struct RowSet: Sendable {
    private struct Entry: Equatable, Sendable {
        let before: [RowValue]?
        var now: [RowValue]?
    }

    private struct Prefix: Hashable {
        let table: TableName
        let values: [RowValue]
    }

    /// Limit: a range with so many rows is a mistake in the projection.
    package static let rangeRowsMax = RowRange.rowsMax

    private let tables: [TableName: ReadModelTable]
    private var entries: [RowKey: Entry] = [:]
    private var loadedRanges: Set<RowRange> = []
    /// The loaded ranges again, found by their prefix.
    private var rangesByPrefix: [Prefix: [RowRange]] = [:]
    /// Ranges with more rows than anybody may ask for.
    private var overlongRanges: Set<RowRange> = []
    /// Which keys begin with a prefix, for the lengths of prefix that ranges have asked for.
    private var index: [Prefix: Set<RowKey>] = [:]
    private var prefixLengths: [TableName: Set<Int>] = [:]
    private var undo: [(key: RowKey, entry: Entry?)] = []
    /// What `require` found missing beside the request that it threw.
    private var missing: [RowRequest] = []

    package init(tables: [ReadModelTable]) {
        self.tables = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The row with this key, nil if there is none.
    package func row(_ table: TableName, _ key: RowValue...) throws(ProjectionInterruption) -> [RowValue]? {
        try row(RowKey(table, key))
    }

    package func row(_ key: RowKey) throws(ProjectionInterruption) -> [RowValue]? {
        try known(key)?.now
    }

    /// The rows whose key begins with the prefix, between the bounds of the next key column, in the order of the key.
    package func rows(
        _ table: TableName, prefix: [RowValue], from: RowValue? = nil, through: RowValue? = nil
    ) throws(ProjectionInterruption) -> [[RowValue]] {
        let range = RowRange(table, prefix: prefix, from: from, through: through)
        guard let shape = tables[table], prefix.count < shape.keyColumnCount else {
            throw .poison(reason: "a range of \(table) that no key answers")
        }
        if overlongRanges.contains(range) { throw .poison(reason: "a range of \(table) with too many rows") }
        guard loadedRanges.contains(range) else { throw .needs(.range(range)) }
        let keys = index[Prefix(table: table, values: prefix)] ?? []
        return keys.filter { range.covers($0.values) && entries[$0]?.now != nil }
            .sorted { RowOrder.precedes($0.values, $1.values) }
            .compactMap { entries[$0]?.now }
    }

    /// Says at once what `apply` is going to look at, so that a batch takes one read for all of it, not one for each.
    package mutating func require(_ requests: [RowRequest]) throws(ProjectionInterruption) {
        let absent = try unknown(among: requests)
        guard let first = absent.first else { return }
        missing += absent.dropFirst()
        throw .needs(first)
    }

    private func unknown(among requests: [RowRequest]) throws(ProjectionInterruption) -> [RowRequest] {
        var unknown: [RowRequest] = []
        for request in requests {
            switch request {
            case .range(let range):
                if !loadedRanges.contains(range), !overlongRanges.contains(range) { unknown.append(request) }
            case .row(let key):
                do throws(ProjectionInterruption) {
                    _ = try known(key)
                } catch {
                    guard case .needs = error else { throw error }
                    unknown.append(request)
                }
            }
        }
        return unknown
    }

    /// Puts a whole row, key columns first, in place of the one with the same key.
    package mutating func put(_ table: TableName, _ row: [RowValue]) throws(ProjectionInterruption) {
        let key = try key(table, row)
        set(key, Entry(before: try known(key)?.before, now: row))
    }

    /// Puts a row whose key cannot be there yet, such as one that holds the event's position: it is not read before.
    package mutating func insert(_ table: TableName, _ row: [RowValue]) throws(ProjectionInterruption) {
        let key = try key(table, row)
        set(key, Entry(before: entries[key]?.before, now: row))
    }

    /// Removes the row with this key if there is one.
    package mutating func delete(_ table: TableName, _ key: RowValue...) throws(ProjectionInterruption) {
        let key = RowKey(table, key)
        if let entry = try known(key) { set(key, Entry(before: entry.before, now: nil)) }
    }

    /// The rows that differ from what they were before the batch, in the order of their keys.
    package var changed: [ChangedRow] {
        entries.filter { $0.value.before != $0.value.now }
            .map { ChangedRow(key: $0.key, before: $0.value.before, after: $0.value.now) }
            .sorted { left, right in
                left.key.table == right.key.table
                    ? RowOrder.precedes(left.key.values, right.key.values) : left.key.table < right.key.table
            }
    }

    /// What is known of a row; nil if a loaded range shows that there is none.
    private func known(_ key: RowKey) throws(ProjectionInterruption) -> Entry? {
        if let entry = entries[key] { return entry }
        try check(key)
        for length in prefixLengths[key.table] ?? [] {
            let prefix = Prefix(table: key.table, values: Array(key.values.prefix(length)))
            if rangesByPrefix[prefix]?.contains(where: { $0.covers(key.values) }) ?? false { return nil }
        }
        throw .needs(.row(key))
    }

    private func key(_ table: TableName, _ row: [RowValue]) throws(ProjectionInterruption) -> RowKey {
        guard let shape = tables[table] else { throw .poison(reason: "there is no table \(table)") }
        if let misfit = shape.misfit(of: row) { throw .poison(reason: misfit) }
        return shape.key(of: row)
    }

    private func check(_ key: RowKey) throws(ProjectionInterruption) {
        guard let shape = tables[key.table], key.values.count == shape.keyColumnCount else {
            throw .poison(reason: "a key of \(key.values.count) values for table \(key.table)")
        }
        for (column, value) in zip(shape.columns, key.values) where !column.admits(value) {
            throw .poison(reason: "key column \(column.name) of \(key.table) cannot hold what it was given")
        }
    }

    private mutating func set(_ key: RowKey, _ entry: Entry) {
        undo.append((key, entries[key]))
        keep(key, entry)
    }

    private mutating func keep(_ key: RowKey, _ entry: Entry) {
        if entries.updateValue(entry, forKey: key) == nil {
            for length in prefixLengths[key.table] ?? [] {
                index[Prefix(table: key.table, values: Array(key.values.prefix(length))), default: []].insert(key)
            }
        }
    }
}

extension RowSet {
    /// Hands over what `require` found missing.
    mutating func takeMissing() -> [RowRequest] {
        defer { missing.removeAll(keepingCapacity: true) }
        return missing
    }

    /// Where the changes stand, to come back to it with `rollBack`.
    var mark: Int { undo.count }

    mutating func rollBack(to mark: Int) {
        while undo.count > mark, let last = undo.popLast() {
            if let entry = last.entry { entries[last.key] = entry } else { forget(last.key) }
        }
    }

    private mutating func forget(_ key: RowKey) {
        entries[key] = nil
        for length in prefixLengths[key.table] ?? [] {
            index[Prefix(table: key.table, values: Array(key.values.prefix(length)))]?.remove(key)
        }
    }

    /// Takes in what the store has under the requests; rows that are known already keep their newer state.
    mutating func supply(_ requests: [RowRequest], _ answers: [[[RowValue]]]) {
        for (request, rows) in zip(requests, answers) {
            switch request {
            case .row(let key):
                if entries[key] == nil { keep(key, Entry(before: rows.first, now: rows.first)) }
            case .range(let range):
                if rows.count >= Self.rangeRowsMax {
                    overlongRanges.insert(range)
                    continue
                }
                indexPrefixes(of: range)
                for row in rows {
                    guard let shape = tables[range.table] else { continue }
                    let key = shape.key(of: row)
                    if entries[key] == nil { keep(key, Entry(before: row, now: row)) }
                }
                guard loadedRanges.insert(range).inserted else { continue }
                rangesByPrefix[Prefix(table: range.table, values: range.prefix), default: []].append(range)
            }
        }
    }

    private mutating func indexPrefixes(of range: RowRange) {
        guard prefixLengths[range.table, default: []].insert(range.prefix.count).inserted else { return }
        for key in entries.keys where key.table == range.table {
            let prefix = Prefix(table: key.table, values: Array(key.values.prefix(range.prefix.count)))
            index[prefix, default: []].insert(key)
        }
    }
}
