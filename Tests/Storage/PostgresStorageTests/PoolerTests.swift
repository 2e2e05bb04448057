import Database
import EventSourcing
import EventSourcingTesting
import Networking
import Postgres
import Testing

@testable import PostgresStorage

/// The stores behind a pooler that gives every transaction another connection.
@Suite(.enabled(if: PostgresStore.pooler != nil, "needs BELVEDERE_TEST_POOLER"))
struct PoolerTests {
    /// Why a database of its own: a pooler takes no search path from its clients.
    private func behindPooler(_ body: (PostgresDatabase) async throws -> Void) async throws {
        let direct = try await PostgresStore()
        let name = "pooled_\(direct.schema)"
        try await direct.script("CREATE DATABASE \(name)")
        var settings = PostgresSettings(conninfo: (PostgresStore.pooler ?? "") + " dbname=\(name)")
        settings.isPooled = true
        (settings.readConnections, settings.workConnections) = (2, 6)
        settings.limits.lockTimeout = .seconds(20)
        settings.limits.writeTimeout = .seconds(30)
        let database = PostgresDatabase(settings, loops: [direct.loop])
        _ = try await Migrator(directory: PostgresStore.migrations, dialect: .postgres).run(on: database)
        do {
            try await body(database)
        } catch {
            database.close()
            throw error
        }
        database.close()
        try await direct.script("DROP DATABASE \(name) WITH (FORCE)")
        try await direct.remove()
    }

    @Test func `the log, snapshots and projections keep every law behind a pooler`() async throws {
        try await behindPooler { database in
            let again = try await Migrator(directory: PostgresStore.migrations, dialect: .postgres).run(on: database)
            #expect(again == [])
            let events = PostgresEventStore(database)
            for law in EventStoreContract.laws {
                let violations = await law.violations(of: events)
                #expect(violations.isEmpty, "\(violations)")
            }
            for law in SnapshotLaw.all {
                let violations = await law.violations(of: events)
                #expect(violations.isEmpty, "\(violations)")
            }
            for law in ProjectionStoreContract.laws {
                let violations = await law.violations(of: SQLProjectionStore(database))
                #expect(violations.isEmpty, "\(violations)")
            }
        }
    }
}
