import EventSourcing

/// The statements of checkpoints, leases and parked events; the two engines differ only in how they tell the time.
package struct ProjectionStatements: Sendable {
    /// Microseconds since 1970 by the clock of the store.
    private static func now(_ dialect: SQLDialect) -> String {
        switch dialect {
        case .postgres: "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        case .sqlite: "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000"
        }
    }

    /// Whether a lease that ends at the time in a column is over; see `Lease.longestMicroseconds`.
    private static func isOver(_ column: String, _ now: String) -> String {
        "(\(column) <= \(now) OR \(column) > \(now) + \(Lease.longestMicroseconds))"
    }

    let records, allRecords, insert, acquire, renew, advance, beat, bury, alive: Statement

    /// Statements that read or change single rows, for the test of their plans.
    package var planned: [Statement] {
        [records, acquire, renew, advance] + Self.planned
    }

    package init(_ dialect: SQLDialect) {
        let now = Self.now(dialect)
        let columns = """
            SELECT p.name, p.generation, p.code_version, p.stage, p.epoch, p.position, p.gate, p.paused, p.owner, \
            p.lease_epoch, p.owner IS NOT NULL AND NOT \(Self.isOver("p.lease_until", now)), p.touched, \
            (SELECT count(*) FROM parked_event k WHERE k.projection = p.name AND k.generation = p.generation) \
            FROM projection p
            """
        let types: [SQLScalar] = [
            .text, .int, .int, .int, .int, .int, .int, .bool, .text, .int, .bool, .int, .int,
        ]
        let holds = Self.holds
        let (one, lease) = (Self.one, Self.lease)

        records = Statement(
            "projection.records", "\(columns) WHERE p.name = $1 ORDER BY p.name, p.generation", parameters: [.text],
            columns: types)
        allRecords = Statement(
            "projection.all records", "\(columns) ORDER BY p.name, p.generation", columns: types, reach: .scan)
        insert = Statement(
            "projection.insert",
            "INSERT INTO projection (name, generation, code_version, stage, epoch, position, gate, tables, touched) "
                + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, \(now))",
            parameters: one + [.int, .int, .int, .int, .int, .text])
        acquire = Statement(
            "projection.acquire",
            "UPDATE projection SET owner = $3, lease_epoch = lease_epoch + 1, lease_until = \(now) + $4, "
                + "touched = \(now) WHERE name = $1 AND generation = $2 AND NOT paused AND stage <> 2 "
                + "AND (owner IS NULL OR owner = $3 OR \(Self.isOver("lease_until", now))) RETURNING lease_epoch",
            parameters: lease, columns: [.int])
        renew = Statement(
            "projection.renew",
            "UPDATE projection SET lease_until = \(now) + $5, touched = \(now) WHERE \(holds)",
            parameters: lease + [.int])
        advance = Statement(
            "projection.advance",
            "UPDATE projection SET position = $7, touched = \(now) WHERE \(holds) AND epoch = $5 AND position = $6",
            parameters: lease + [.int, .int, .int])
        beat = Statement(
            "node.beat",
            "INSERT INTO node (name, alive_until) VALUES ($1, \(now) + $2) "
                + "ON CONFLICT (name) DO UPDATE SET alive_until = excluded.alive_until",
            parameters: [.text, .int])
        bury = Statement("node.bury", "DELETE FROM node WHERE \(Self.isOver("alive_until", now))", reach: .scan)
        alive = Statement(
            "node.alive", "SELECT name FROM node WHERE NOT \(Self.isOver("alive_until", now)) ORDER BY name",
            columns: [.text],
            reach: .scan)
    }
}

extension ProjectionStatements {
    private static let one: [SQLType] = [.text, .int]
    private static let lease: [SQLType] = one + [.text, .int]
    private static let holds =
        "name = $1 AND generation = $2 AND owner = $3 AND lease_epoch = $4 AND NOT paused AND stage <> 2"

    static let tables = Statement(
        "projection.tables",
        "SELECT p.code_version, p.tables FROM projection p "
            + "WHERE p.name = $1 AND p.generation = $2",
        parameters: one, columns: [.int, .text])
    static let retireLive = Statement(
        "projection.retire",
        "UPDATE projection SET stage = 2, owner = NULL WHERE name = $1 AND stage = 1 AND generation <> $2 "
            + "AND (epoch < $4 OR (epoch = $4 AND position <= $3))",
        parameters: one + [.int, .int])
    static let promote = Statement(
        "projection.promote", "UPDATE projection SET stage = 1 WHERE \(holds) AND stage = 0", parameters: lease)
    static let drop = Statement(
        "projection.drop", "DELETE FROM projection WHERE name = $1 AND generation = $2 AND stage <> 1",
        parameters: one)
    static let dropParked = Statement(
        "projection.drop parked", "DELETE FROM parked_event WHERE projection = $1 AND generation = $2",
        parameters: one)
    static let pause = Statement(
        "projection.pause", "UPDATE projection SET paused = $3 WHERE name = $1 AND generation = $2",
        parameters: one + [.bool])
    static let release = Statement(
        "projection.release",
        "UPDATE projection SET owner = NULL WHERE name = $1 AND generation = $2 AND owner = $3 AND lease_epoch = $4",
        parameters: lease)
    static let park = Statement(
        "parked.put",
        "INSERT INTO parked_event (projection, generation, position, key, name, attempts, reason, verdict) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (projection, generation, position) "
            + "DO UPDATE SET key = excluded.key, name = excluded.name, attempts = excluded.attempts, "
            + "reason = excluded.reason, verdict = excluded.verdict",
        parameters: one + [.int, .text, .text, .int, .text, .int])
    static let settle = Statement(
        "parked.settle",
        "DELETE FROM parked_event WHERE projection = $1 AND generation = $2 AND position = $3",
        parameters: one + [.int])
    static let parked = Statement(
        "parked.list",
        "SELECT position, key, name, attempts, reason, verdict FROM parked_event "
            + "WHERE projection = $1 AND generation = $2 AND position > $3 ORDER BY position LIMIT $4",
        parameters: one + [.int, .int], columns: [.int, .text, .text, .int, .text, .int], reach: .scan)
    static let judge = Statement(
        "parked.judge",
        "UPDATE parked_event SET verdict = $4 WHERE projection = $1 AND generation = $2 AND key = $3",
        parameters: one + [.text, .int])
    static let judgeAll = Statement(
        "parked.judge all", "UPDATE parked_event SET verdict = $3 WHERE projection = $1 AND generation = $2",
        parameters: one + [.int])

    private static let planned = [retireLive, promote, drop, dropParked, pause, release, settle, parked, judgeAll]
}
