import Database
import Rows

/// The key that signs the cursors of pages, as all nodes of one PostgreSQL have it.
///
/// Why in the database: a page that one node has begun is continued by another, and nobody should have to hand a secret
/// to both.
enum CursorKey {
    /// Why the store is not usable: it lacks what its migrations have made.
    struct Missing: Error, CustomStringConvertible {
        let description = "The table node_secret has no row for cursors; restore it, or clients' pages break."
    }

    private static let read = Statement(
        "cursor key", "SELECT value FROM node_secret WHERE name = 'cursor'", columns: [.blob])

    static func shared(in reader: any DatabaseReader) async throws -> [UInt8] {
        let rows = try await reader.rows(read)
        guard rows.rowCount == 1 else { throw Missing() }
        return Array(rows.bytes(of: rows.cell(row: 0, column: 0)))
    }
}
