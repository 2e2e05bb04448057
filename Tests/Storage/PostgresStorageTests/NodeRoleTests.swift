import Database
import EventSourcing
import EventSourcingTesting
import Postgres
import Testing

@testable import PostgresStorage

@Suite(.enabled(if: PostgresStore.isThere, "needs BELVEDERE_TEST_POSTGRES"))
struct NodeRoleTests {
    /// Lets the body work as a role that a node may have, on the tables of the store.
    private func asNode(_ body: (PostgresStore, PostgresDatabase) async throws -> Void) async throws {
        let store = try await PostgresStore()
        let role = SQLName(stringLiteral: "node_\(store.schema)")
        try await store.script("CREATE ROLE \(role) LOGIN")
        // What projections had made before the role was given: it has to be the node's own.
        for law in ProjectionStoreContract.laws { #expect(await law.violations(of: store.projections).isEmpty) }
        try await NodeRole(role).grant(in: store.database)
        try await NodeRole(role).grant(in: store.database)
        var settings = store.settings
        settings.conninfo = settings.conninfo.replacing("user=belvedere", with: "user=\(role)")
        let node = PostgresDatabase(settings, loops: [store.loop])
        do {
            try await body(store, node)
        } catch {
            node.close()
            throw error
        }
        node.close()
        try await store.script("DROP OWNED BY \(role); DROP ROLE \(role)")
        try await store.remove()
    }

    @Test func `a node works as a role that has no rights on the log but to add to it`() async throws {
        try await asNode { _, node in
            let missing = try await Migrator(directory: PostgresStore.migrations, dialect: .postgres).run(on: node)
            #expect(missing == [])
            let events = PostgresEventStore(node)
            for law in EventStoreContract.laws.prefix(12) {
                let violations = await law.violations(of: events)
                #expect(violations.isEmpty, "\(violations)")
            }
            for law in SnapshotLaw.all { #expect(await law.violations(of: events).isEmpty) }
            for law in ProjectionStoreContract.laws {
                let violations = await law.violations(of: SQLProjectionStore(node))
                #expect(violations.isEmpty, "\(violations)")
            }
            _ = try await events.forgetCommands(through: 1, limit: 1)
        }
    }

    @Test func `what is in the log can be neither changed, removed nor forged by a node`() async throws {
        try await asNode { store, node in
            let scope = LawScope(PostgresEventStore(node) as any EventStore, seed: 1)
            _ = try await PostgresEventStore(node).append([scope.append(to: scope.newStream(), .any, ["1", "2"])])
            for sql in [
                "UPDATE event SET body = ''", "DELETE FROM event", "TRUNCATE event", "DROP TABLE event CASCADE",
                "INSERT INTO event SELECT * FROM event", "ALTER TABLE event DISABLE TRIGGER ALL",
                "UPDATE event_p0 SET body = ''", "DELETE FROM event_p0", "DROP TABLE event_p0",
                "UPDATE stream SET version = 0", "DELETE FROM command", "INSERT INTO command SELECT * FROM command",
                "UPDATE log_state SET epoch = 7", "UPDATE symbol SET text = 'other'", "DELETE FROM symbol",
                "UPDATE node_secret SET value = value", "DELETE FROM belvedere_migration",
                "ALTER FUNCTION log_refuse() RENAME TO no_refuse",
            ] {
                do throws(DatabaseError) {
                    _ = try await node.write(Statement("misuse", sql))
                    Issue.record("\(sql) is done")
                } catch {
                    #expect(error.code == "42501", "\(sql): \(error)")
                }
            }
            #expect(try await store.events.read(LogQuery(after: .start)).events.count == 2)
        }
    }

    @Test func `nobody else may call the functions of the log`() async throws {
        try await asNode { store, _ in
            let stranger = "stranger_\(store.schema)"
            try await store.script("CREATE ROLE \(stranger) LOGIN")
            try await store.script("GRANT USAGE ON SCHEMA \(store.schema) TO \(stranger)")
            var settings = store.settings
            settings.conninfo = settings.conninfo.replacing("user=belvedere", with: "user=\(stranger)")
            let database = PostgresDatabase(settings, loops: [store.loop])
            do throws(DatabaseError) {
                _ = try await database.write(PostgresStatements.ensurePartitions)
                Issue.record("a stranger makes partitions")
            } catch {
                #expect(error.code == "42501")
            }
            database.close()
            try await store.script("DROP OWNED BY \(stranger); DROP ROLE \(stranger)")
        }
    }
}
