import Cryptography
import Database
import EventSourcing
import Lifecycle
import Prelude
import Rows

/// What a query part is asked, and how it reads what it needs.
package final class Question: Sendable {
    package let input: Input
    package let viewer: Viewer
    /// The gateway's clock.
    package let now: Timestamp
    /// Whether everything that this node has seen of the log was in the read model before it was read.
    package let isCurrent: Bool
    private let scope: RequestScope
    private let coordinate: String
    private let noted = Lock<[ChangeTag]>([])

    init(_ input: Input, _ scope: RequestScope, _ coordinate: String, isCurrent: Bool) {
        (self.input, viewer, now) = (input, scope.viewer, scope.services.clock.wallTime)
        self.isCurrent = isCurrent
        (self.scope, self.coordinate) = (scope, coordinate)
    }

    /// The rows of all ranges as they were at one moment, in the order of the ranges.
    package func rows(_ ranges: [KeyRange]) async throws(PublicFailure) -> [RangeRows] {
        guard !ranges.isEmpty else { return [] }
        let tenant = viewer.tenant.text
        let queries = ranges.map { range in
            Query(RangeStatements.all.statement(range), range.parameters(tenant: tenant))
        }
        let results = await scope.services.reader.read(queries, in: ReadScope(isSnapshot: true, tenant: tenant))
        scope.noteFaults(of: results, in: coordinate)
        var rows: [RangeRows] = []
        for (range, result) in zip(ranges, results) {
            switch result {
            case .success(let batch): rows.append(RangeRows(batch, range.table))
            case .failure(let error): throw ReadFailure.public(error)
            }
        }
        return rows
    }

    /// Says on which rows the answer depends, so that a live query is run again when one of them changes.
    package func depends<Model: ReadModel>(on model: Model.Type, _ columns: [SQLName] = [], _ values: [SQLValue] = []) {
        let tag = ChangeTag(table: Model.table.name, tenant: viewer.tenant, columns: columns, values: values)
        noted.withLock { $0.append(tag) }
    }

    var tags: [ChangeTag] { noted.withLock { $0 } }

    /// A position of the log as clients are shown it.
    package func cursor(at position: GlobalPosition) -> Cursor {
        Cursor(epoch: scope.services.positions.head.epoch, position: position)
    }

    /// The cursor of a row: its place in the list of this field, which is told from others by `list`.
    package func cursor(_ place: [SQLValue], list: String) -> String {
        let cursor = KeysetCursor(position: .start, values: place)
        return String(decoding: cursor.text(scope.services.signer, for: purpose(list)), as: UTF8.self)
    }

    /// The place after which a page begins; nil for the first page.
    package func place(after argument: String, list: String, count: Int) throws(PublicFailure) -> [SQLValue]? {
        guard let text = input.text(argument) else { return nil }
        let cursor = KeysetCursor(Array(text.utf8), scope.services.signer, for: purpose(list))
        guard let cursor, cursor.values.count == count else {
            throw PublicFailure("BAD_USER_INPUT", "The cursor is not one of this list.")
        }
        return cursor.values
    }

    /// The value of `first`, within 1 and a maximum.
    package func first(max: Int) throws(PublicFailure) -> Int {
        let first = input.int("first") ?? Int64(min(20, max))
        guard first >= 1, first <= Int64(max) else {
            throw PublicFailure("BAD_USER_INPUT", "`first` must be between 1 and \(max).")
        }
        return Int(first)
    }

    private func purpose(_ list: String) -> [UInt8] {
        Array("\(coordinate)\u{0}\(viewer.tenant.text)\u{0}\(list)".utf8)
    }
}
