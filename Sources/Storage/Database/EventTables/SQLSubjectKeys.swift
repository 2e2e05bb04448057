import EventSourcing
import Rows

/// The sealing keys of people as they are stored: wrapped by a key that is elsewhere, one in use a person.
///
/// A destroyed key keeps its row without bytes, so that nothing is ever sealed for that person again.
package struct SQLSubjectKeys: Sendable {
    /// A stored key; `wrapped` is nil once it has been destroyed.
    package struct StoredKey: Sendable, Equatable {
        package let id: SubjectKeyID
        package let subject: SubjectID
        package let wrapped: [UInt8]?
    }

    private static let columns = "SELECT k.key_id, k.subject, k.wrapped FROM subject_key k "
    private static let types: [SQLScalar] = [.uuid, .text, .blob]
    private static let bySubject = Statement(
        "keys by subject", columns + "WHERE k.subject = ANY($1) AND k.tenant = $2", parameters: [.array(.text), .text],
        columns: types, reach: .scan)
    private static let byID = Statement(
        "keys by id", columns + "WHERE k.key_id = ANY($1) AND k.tenant = $2", parameters: [.array(.uuid), .text],
        columns: types, reach: .scan)
    private static let add = Statement(
        "key.add",
        "INSERT INTO subject_key (key_id, tenant, subject, wrapped) SELECT $1, $2, $3, $4 WHERE NOT EXISTS "
            + "(SELECT 1 FROM subject_key k WHERE k.subject = $3 AND k.tenant = $2) ON CONFLICT DO NOTHING",
        parameters: [.uuid, .text, .text, .blob])
    private static let destroy = Statement(
        "key.destroy", "UPDATE subject_key SET wrapped = NULL WHERE subject = $1 AND tenant = $2",
        parameters: [.text, .text])

    package static let statements = [bySubject, byID, destroy]

    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    /// Stores a new key for each of these people that has none, not even a destroyed one; then gives what is stored.
    package func ensure(
        _ fresh: [(id: SubjectKeyID, subject: SubjectID, wrapped: [UInt8])], in tenant: TenantID
    ) async throws(DatabaseError) -> [StoredKey] {
        let steps = fresh.map { key in
            WriteStep(
                Self.add, [.blob(key.id.bytes), .text(tenant.text), .text(key.subject.text), .blob(key.wrapped)])
        }
        if !steps.isEmpty { _ = try await database.write(Transaction(steps)) }
        return try await keys(of: fresh.map(\.subject), in: tenant)
    }

    /// What is stored for these people, in no order.
    package func keys(of subjects: [SubjectID], in tenant: TenantID) async throws(DatabaseError) -> [StoredKey] {
        try await read(Self.bySubject, .array(subjects.map { .text($0.text) }), tenant)
    }

    /// What is stored under these ids, in no order.
    package func keys(_ ids: [SubjectKeyID], in tenant: TenantID) async throws(DatabaseError) -> [StoredKey] {
        try await read(Self.byID, .array(ids.map { .blob($0.bytes) }), tenant)
    }

    /// Forgets the bytes of a person's keys for ever; `mark` stands for a person who never had one.
    package func destroyKeys(
        of subject: SubjectID, in tenant: TenantID, mark: SubjectKeyID
    ) async throws(DatabaseError) {
        let place: [SQLValue] = [.text(subject.text), .text(tenant.text)]
        _ = try await database.write(
            Transaction([
                WriteStep(Self.add, [.blob(mark.bytes), .text(tenant.text), .text(subject.text), .null]),
                WriteStep(Self.destroy, place),
            ]))
    }

    private func read(
        _ statement: Statement, _ wanted: SQLValue, _ tenant: TenantID
    ) async throws(DatabaseError) -> [StoredKey] {
        let rows = try await database.rows(statement, [wanted, .text(tenant.text)])
        var keys: [StoredKey] = []
        for row in 0..<rows.rowCount {
            guard let id = SubjectKeyID(bytes: rows.bytes(of: rows.cell(row: row, column: 0))) else { continue }
            let wrapped = rows.cell(row: row, column: 2)
            keys.append(
                StoredKey(
                    id: id, subject: SubjectID(validated: rows.string(of: rows.cell(row: row, column: 1))),
                    wrapped: wrapped.isNull ? nil : Array(rows.bytes(of: wrapped))))
        }
        return keys
    }
}
