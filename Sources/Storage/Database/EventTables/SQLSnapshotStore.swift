import EventSourcing
import Rows

/// Snapshots in either engine.
package struct SQLSnapshotStore: SnapshotStore {
    private static let find = Statement(
        "snapshot.find",
        "SELECT version, body FROM snapshot WHERE stream = $1 AND tenant = $2 AND schema_version = $3",
        parameters: [.text, .text, .int], columns: [.int, .blob])
    private static let save = Statement(
        "snapshot.save",
        "INSERT INTO snapshot AS kept (stream, tenant, schema_version, version, body) VALUES ($1, $2, $3, $4, $5) "
            + "ON CONFLICT (stream, tenant, schema_version) DO UPDATE SET version = excluded.version, "
            + "body = excluded.body WHERE kept.version < excluded.version",
        parameters: [.text, .text, .int, .int, .blob])
    private static let remove = Statement(
        "snapshot.remove", "DELETE FROM snapshot WHERE stream = $1 AND tenant = $2", parameters: [.text, .text])

    package static let statements = [find, remove]

    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    package func snapshot(
        of stream: StreamName, in tenant: TenantID, schema: UInt32
    ) async throws(EventStoreError) -> Snapshot? {
        do throws(DatabaseError) {
            let rows = try await database.rows(
                Self.find, [.text(stream.text), .text(tenant.text), .int(Int64(schema))])
            guard rows.rowCount > 0 else { return nil }
            return Snapshot(
                tenant: tenant, stream: stream, version: StreamVersion(rows.cell(row: 0, column: 0).int),
                schema: schema, body: Array(rows.bytes(of: rows.cell(row: 0, column: 1))))
        } catch {
            throw EventStoreError(error, wasWrite: false)
        }
    }

    package func save(_ snapshot: Snapshot) async throws(EventStoreError) {
        try await write(
            Self.save,
            [
                .text(snapshot.stream.text), .text(snapshot.tenant.text), .int(Int64(snapshot.schema)),
                .int(snapshot.version.number), .blob(snapshot.body),
            ])
    }

    package func removeSnapshots(of stream: StreamName, in tenant: TenantID) async throws(EventStoreError) {
        try await write(Self.remove, [.text(stream.text), .text(tenant.text)])
    }

    private func write(_ statement: Statement, _ parameters: [SQLValue]) async throws(EventStoreError) {
        do throws(DatabaseError) {
            try await database.write(statement, parameters)
        } catch {
            throw EventStoreError(error, wasWrite: false)
        }
    }
}
