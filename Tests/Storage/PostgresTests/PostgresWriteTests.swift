import Database
import Rows
import Testing

@testable import Postgres

@Suite(.enabled(if: TestServer.isThere, "needs BELVEDERE_TEST_POSTGRES"))
struct PostgresWriteTests {
    private static let insert = Statement("insert", "INSERT INTO t (k, v) VALUES ($1, $2)", parameters: [.int, .int])
    private static let bump = Statement("bump", "UPDATE t SET v = v + 1 WHERE k = $1", parameters: [.int])
    private static let get = Statement("get", "SELECT v FROM t WHERE k = $1", parameters: [.int], columns: [.int])

    private func server(_ change: (inout PostgresSettings) -> Void = { _ in }) throws -> TestServer {
        let server = try TestServer(change)
        try server.script("CREATE TABLE t (k bigint PRIMARY KEY, v bigint NOT NULL CHECK (v >= 0))")
        return server
    }

    @Test func `the steps of a transaction happen together or not at all`() async throws {
        let server = try server()
        let database = server.database
        let results = try await database.write(
            Transaction([WriteStep(Self.insert, [1, 10]), WriteStep(Self.bump, [1], condition: .changesRows)]))
        #expect(results.map(\.changed) == [1, 1])
        #expect(
            await kind { () async throws(DatabaseError) in
                try await database.write(
                    Transaction([
                        WriteStep(Self.bump, [1]), WriteStep(Self.bump, [2], condition: .changesRows),
                        WriteStep(Self.insert, [3, 3]),
                    ]))
            } == .conflict)
        #expect(try await database.rows(Self.get, [1]).cells.map(\.int) == [11])
        #expect(try await database.rows(Self.get, [3]).rowCount == 0)
    }

    @Test func `an error says what kind it is, which statement and which key`() async throws {
        let server = try server()
        try await server.database.write(Self.insert, [1, 1])
        do throws(DatabaseError) {
            _ = try await server.database.write(Self.insert, [1, 1])
            Issue.record("a key twice")
        } catch {
            #expect(error.kind == .conflict && error.statement == "insert" && error.key == "t_pkey")
            #expect(error.code == "23505")
        }
        #expect(
            await kind { () async throws(DatabaseError) in try await server.database.write(Self.insert, [2, -1]) }
                == .rejected)
        let broken = Statement("broken", "SELEKT 1")
        #expect(await kind { () async throws(DatabaseError) in try await server.database.write(broken) } == .bug)
    }

    @Test func `a failing write takes back only itself, however many share the connection`() async throws {
        let server = try server { $0.workConnections = 1 }
        let database = server.database
        try await database.write(Self.insert, [0, 0])
        let won = await withTaskGroup(of: Bool.self) { group in
            for index in Int64(0)..<120 {
                group.addTask {
                    let steps = [WriteStep(Self.bump, [0]), WriteStep(Self.insert, [.int(index % 30 + 1), 1])]
                    return (try? await database.write(Transaction(steps))) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(won == 30)
        #expect(try await database.rows(Self.get, [0]).cells.map(\.int) == [30])
    }

    @Test func `a lock that is not had in time is a timeout and nothing has happened`() async throws {
        let server = try server { $0.limits.lockTimeout = .milliseconds(100) }
        try await server.database.write(Self.insert, [1, 1])
        let holder = try PostgresSession(server.settings)
        try holder.script("BEGIN; UPDATE t SET v = 5 WHERE k = 1")
        #expect(
            await kind { () async throws(DatabaseError) in try await server.database.write(Self.bump, [1]) } == .timeout
        )
        try holder.script("ROLLBACK")
        #expect(try await server.database.rows(Self.get, [1]).cells.map(\.int) == [1])
    }

    @Test func `a deferred constraint that fails at commit is an error, not a success`() async throws {
        let server = try server { $0.workConnections = 1 }
        try server.script("CREATE TABLE child (k bigint REFERENCES t (k) DEFERRABLE INITIALLY DEFERRED)")
        let orphan = Statement("orphan", "INSERT INTO child VALUES ($1)", parameters: [.int])
        let who = Statement("who", "SELECT pg_backend_pid()::bigint", columns: [.int])
        let before = try await server.database.write(who).rows.cell(row: 0, column: 0).int
        #expect(
            await kind { () async throws(DatabaseError) in try await server.database.write(orphan, [77]) } == .rejected)
        #expect(try await server.database.write(who).rows.cell(row: 0, column: 0).int == before)
        #expect(try server.number("SELECT count(*) FROM child") == 0)
    }

    @Test func `a write whose statement the server has forgotten is sent again once`() async throws {
        let server = try server { $0.workConnections = 1 }
        let forget = Statement("forget", "DEALLOCATE ALL")
        try await server.database.write(Self.insert, [1, 0])
        try await server.database.write(Self.bump, [1])
        try await server.database.write(forget)
        try await server.database.write(Self.bump, [1])
        #expect(try await server.database.rows(Self.get, [1]).cells.map(\.int) == [2])
    }

    @Test func `the tenant of a transaction ends with it`() async throws {
        let server = try server { $0.workConnections = 1 }
        let who = Statement("who", "SELECT coalesce(current_setting('app.tenant', true), '')", columns: [.text])
        let inside = try await server.database.write(Transaction([WriteStep(who)], tenant: "acme"))
        #expect(inside[0].rows.string(of: inside[0].rows.cell(row: 0, column: 0)) == "acme")
        let outside = try await server.database.write(who)
        #expect(outside.rows.string(of: outside.rows.cell(row: 0, column: 0)) == "")
    }

    @Test func `copy in and out carry rows, and a sender that gives up leaves none`() async throws {
        let server = try server()
        let copied = try await server.database.session("copy") { session throws(DatabaseError) in
            var pieces = [Array("1\t10\n2\t".utf8), Array("20\n3\t30\n".utf8)][...]
            return try session.copyIn("COPY t FROM STDIN") { () throws(DatabaseError) in pieces.popFirst() }
        }
        #expect(copied == 3)
        let out = try await server.database.session("copy") { session throws(DatabaseError) in
            var bytes: [UInt8] = []
            _ = try session.copyOut("COPY (SELECT * FROM t ORDER BY k) TO STDOUT") { bytes += $0 }
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(out == "1\t10\n2\t20\n3\t30\n")
        #expect(
            await kind { () async throws(DatabaseError) in
                try await server.database.session("copy") { session throws(DatabaseError) in
                    var isFirst = true
                    return try session.copyIn("COPY t FROM STDIN") { () throws(DatabaseError) in
                        defer { isFirst = false }
                        if isFirst { return Array("9\t9\n".utf8) }
                        throw DatabaseError(.cancelled, code: "test", statement: "copy", message: "enough")
                    }
                }
            } == .cancelled)
        #expect(try server.number("SELECT count(*) FROM t") == 3)
    }

    @Test func `a notification is heard, and a listener whose connection ends says that it may have missed some`()
        async throws
    {
        let server = try server()
        let (heard, feed) = AsyncStream<String?>.makeStream()
        var settings = server.settings
        settings.applicationName = "listener of \(settings.schema ?? "")"
        let listener = PostgresListener(settings, channel: "news", on: server.loop) { feed.yield($0) }
        var iterator = heard.makeAsyncIterator()
        #expect(await iterator.next() == .some(.none))
        try server.script("NOTIFY news, '42'")
        #expect(await iterator.next() == .some("42"))
        try server.script(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + "WHERE application_name = '\(settings.applicationName)'")
        #expect(await iterator.next() == .some(.none))
        listener.stop()
    }

    @Test func `migrations run once, whole, and whoever comes second waits`() async throws {
        let server = try TestServer()
        let good = [
            Migration(number: 1, name: "m", sql: "CREATE TABLE m (a bigint); INSERT INTO m VALUES (1)"),
            Migration(number: 2, name: "n", sql: "CREATE TABLE n (a bigint)"),
        ]
        let database = server.database
        async let first = Migrator(good).run(on: database)
        async let second = Migrator(good).run(on: database)
        #expect(try await (first + second).map(\.number) == [1, 2])
        let broken = good + [Migration(number: 3, name: "bad", sql: "CREATE TABLE o (a bigint); SELEKT 1")]
        await #expect(throws: MigrationError.self) { try await Migrator(broken).run(on: database) }
        #expect(try server.number("SELECT count(*) FROM belvedere_migration") == 2)
    }

    @Test func `the plan inspector tells an index from a scan`() async throws {
        let server = try server()
        #expect(try await server.database.scans(of: Self.get).isEmpty)
        let scan = Statement("by value", "SELECT k FROM t WHERE v = $1", parameters: [.int], columns: [.int])
        #expect(try await server.database.scans(of: scan).count == 1)
    }

    @Test func `a closed database gives its connections back and refuses work`() async throws {
        let server = try server()
        _ = try await server.database.rows(Self.get, [1])
        server.database.close()
        #expect(
            await kind { () async throws(DatabaseError) in try await server.database.write(Self.bump, [1]) }
                == .unavailable)
        #expect(
            await kind { () async throws(DatabaseError) in try await server.database.rows(Self.get, [1]) }
                == .unavailable)
    }
}
