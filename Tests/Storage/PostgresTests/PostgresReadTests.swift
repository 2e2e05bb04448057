import Database
import Rows
import Testing

@testable import Postgres

@Suite(.enabled(if: TestServer.isThere, "needs BELVEDERE_TEST_POSTGRES"))
struct PostgresReadTests {
    private static let one = Statement("one", "SELECT $1::bigint", parameters: [.int], columns: [.int])
    private static let divide = Statement("divide", "SELECT 10 / $1::bigint", parameters: [.int], columns: [.int])
    private static let sleep = Statement("sleep", "SELECT pg_sleep(60)::text", columns: [.text], reach: .scan)

    private func values(_ results: [QueryResult]) -> [Int64?] {
        results.map { result in
            guard case .success(let rows) = result, rows.rowCount == 1 else { return nil }
            return rows.cell(row: 0, column: 0).int
        }
    }

    @Test func `answers stand in the order of the queries`() async throws {
        let server = try TestServer()
        let results = await server.database.read((0..<500).map { Query(Self.one, [.int($0)]) }, in: .any)
        #expect(values(results) == (0..<500).map { $0 })
    }

    @Test func `a failing read fails alone, whoever shares its sync`() async throws {
        let server = try TestServer { $0.readConnections = 1 }
        let results = await server.database.read((0..<300).map { Query(Self.divide, [.int($0 % 10)]) }, in: .any)
        for (index, result) in results.enumerated() {
            switch result {
            case .success(let rows): #expect(rows.cell(row: 0, column: 0).int == 10 / Int64(index % 10))
            case .failure(let error):
                #expect(index % 10 == 0 && error.code == "22012" && error.statement == "divide")
            }
        }
        let database = server.database
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for index in Int64(0)..<200 {
                group.addTask { (try? await database.rows(Self.divide, [.int(index % 4)])) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 150)
    }

    @Test func `a statement that cannot be prepared is its own caller's mistake only`() async throws {
        let server = try TestServer { $0.readConnections = 1 }
        let broken = Statement("broken", "SELEKT 1", columns: [.int])
        let missing = Statement("missing", "SELECT 1 FROM nowhere", columns: [.int])
        let results = await server.database.read(
            [
                Query(Self.one, [1]), Query(broken), Query(Self.one, [2]), Query(missing), Query(broken),
                Query(Self.one, [3]),
            ],
            in: .any)
        #expect(kinds(results) == [nil, .bug, nil, .bug, .bug, nil])
        guard case .failure(let error) = results[3] else { return }
        #expect(error.code == "42P01" && error.statement == "missing")
    }

    @Test func `a snapshot sees one state, and so does its second try`() async throws {
        let server = try TestServer()
        try server.script("CREATE TABLE t (a bigint)")
        let isolation = Statement("level", "SELECT current_setting('transaction_isolation')", columns: [.text])
        let xmin = Statement("snapshot", "SELECT pg_current_snapshot()::text", columns: [.text])
        let results = await server.database.read(
            [Query(xmin), Query(isolation), Query(Self.divide, [0]), Query(xmin)], in: .snapshot)
        #expect(kinds(results) == [nil, nil, .rejected, nil])
        let texts = results.compactMap { try? $0.get() }.map { $0.string(of: $0.cell(row: 0, column: 0)) }
        #expect(texts[0] == texts[2])
        #expect(texts[1] == "repeatable read")
    }

    @Test func `a tenant's reads see its rows only, and the next reader is not that tenant`() async throws {
        let server = try TestServer { $0.readConnections = 1 }
        let schema = server.settings.schema ?? ""
        try server.script(
            """
            CREATE TABLE t (tenant text, a bigint);
            INSERT INTO t VALUES ('x', 1), ('y', 2);
            ALTER TABLE t ENABLE ROW LEVEL SECURITY;
            ALTER TABLE t FORCE ROW LEVEL SECURITY;
            CREATE POLICY own ON t USING (tenant = current_setting('app.tenant', true));
            CREATE ROLE \(schema)_reader; GRANT USAGE ON SCHEMA \(schema) TO \(schema)_reader;
            GRANT SELECT ON t TO \(schema)_reader;
            CREATE FUNCTION mine() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT sum(a)::bigint FROM t';
            ALTER TABLE t OWNER TO \(schema)_reader; GRANT CREATE ON SCHEMA \(schema) TO \(schema)_reader;
            ALTER FUNCTION mine() OWNER TO \(schema)_reader;
            """)
        let mine = Statement("mine", "SELECT mine()", columns: [.int])
        let x = await server.database.read([Query(mine)], in: ReadScope(tenant: "x"))
        let y = await server.database.read([Query(mine)], in: ReadScope(isSnapshot: true, tenant: "y"))
        let nobody = try await server.database.rows(mine)
        #expect(values(x) == [1] && values(y) == [2])
        #expect(nobody.cell(row: 0, column: 0).isNull)
        try server.script("DROP OWNED BY \(schema)_reader; DROP ROLE \(schema)_reader")
    }

    @Test func `a statement that the server has forgotten is prepared again`() async throws {
        let server = try TestServer { $0.readConnections = 1 }
        let forget = Statement("forget", "DEALLOCATE ALL")
        _ = try await server.database.rows(Self.one, [1])
        _ = await server.database.read([Query(forget)], in: .any)
        #expect(
            values(await server.database.read((1...5).map { Query(Self.one, [.int($0)]) }, in: .any)) == [
                1, 2, 3, 4, 5,
            ])
    }

    @Test func `a view that changed its columns is read anew`() async throws {
        let server = try TestServer { $0.readConnections = 1 }
        try server.script(
            "CREATE TABLE a (n int, s text); INSERT INTO a VALUES (1, 'x'); CREATE VIEW v AS SELECT n FROM a")
        let all = Statement("all", "SELECT * FROM v")
        #expect(try await server.database.rows(all).columnCount == 1)
        try server.script("DROP VIEW v; CREATE VIEW v AS SELECT n, s FROM a")
        #expect(try await server.database.rows(all).columnCount == 2)
    }

    @Test func `the prepared statements of a connection are bounded`() async throws {
        let server = try TestServer {
            $0.readConnections = 1
            $0.limits.preparedMax = 8
        }
        for round in 0..<3 {
            let statements = (0..<40).map { Statement("s\($0)", "SELECT \($0)::bigint", columns: [.int]) }
            let results = await server.database.read(statements.map { Query($0) }, in: .any)
            #expect(values(results) == (0..<40).map { $0 }, "round \(round)")
        }
        let count = Statement("count", "SELECT count(*) FROM pg_prepared_statements", columns: [.int])
        #expect(try await server.database.rows(count).cell(row: 0, column: 0).int <= 9)
    }

    @Test func `a cancelled scan stops on the server and its connection goes on`() async throws {
        let server = try TestServer { $0.workConnections = 1 }
        let database = server.database
        let long = Statement(
            "long", "SELECT pg_sleep(60)::text /* cancel me */", columns: [.text], reach: .scan)
        let read = Task { await kind { () async throws(DatabaseError) in try await database.rows(long) } }
        let running =
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%cancel me%' AND state = 'active' "
            + "AND pid <> pg_backend_pid()"
        while try server.number(running) == 0 { await Task.yield() }
        read.cancel()
        #expect(await read.value == .cancelled)
        while try server.number(running) != 0 { await Task.yield() }
        let scan = Statement("scan", "SELECT 7::bigint", columns: [.int], reach: .scan)
        #expect(try await database.rows(scan).cells.map(\.int) == [7])
    }

    @Test func `cancelling a scan that has just ended stops nobody else on its connection`() async throws {
        let server = try TestServer { $0.workConnections = 1 }
        let database = server.database
        let short = Statement("short", "SELECT pg_sleep(0.003)::text", columns: [.text], reach: .scan)
        let write = Statement("other's write", "SELECT pg_sleep(0.004)::text", columns: [.text])
        for _ in 0..<150 {
            let read = Task { await kind { () async throws(DatabaseError) in try await database.rows(short) } }
            let other = Task { await kind { () async throws(DatabaseError) in try await database.write(write) } }
            let cancel = Task {
                _ = try? await database.rows(Statement("pause", "SELECT pg_sleep(0.0025)::text", columns: [.text]))
                read.cancel()
            }
            #expect(await other.value == nil)
            _ = await (read.value, cancel.value)
        }
    }

    @Test func `a scan whose caller is gone before it begins is answered, and nothing is sent`() async throws {
        let server = try TestServer()
        let database = server.database
        let read = Task {
            while !Task.isCancelled { await Task.yield() }
            return await kind { () async throws(DatabaseError) in try await database.rows(Self.sleep) }
        }
        read.cancel()
        #expect(await read.value == .cancelled)
    }

    @Test func `a statement that takes too long is a timeout`() async throws {
        let server = try TestServer { $0.limits.writeTimeout = .milliseconds(50) }
        #expect(await kind { () async throws(DatabaseError) in try await server.database.rows(Self.sleep) } == .timeout)
    }

    @Test func `a connection that the server ends is replaced and its reads are asked again`() async throws {
        let server = try TestServer()
        let pid = Statement("pid", "SELECT pg_backend_pid()::bigint, pg_sleep(0.02)::text", columns: [.int, .text])
        let before = try await server.database.rows(pid).cell(row: 0, column: 0).int
        let database = server.database
        async let answers = database.read((0..<40).map { _ in Query(pid) }, in: .any)
        try server.script("SELECT pg_terminate_backend(\(before))")
        #expect(kinds(await answers).allSatisfy { $0 == nil })
    }

    @Test func `an unreachable server is reported, not waited for without end`() async throws {
        let server = try TestServer {
            $0.conninfo = "host=127.0.0.1 port=1 user=x dbname=x"
            $0.schema = nil
            $0.limits.readTimeout = .milliseconds(200)
        }
        #expect(
            await kind { () async throws(DatabaseError) in try await server.database.rows(Self.one, [1]) }
                == .unavailable)
        let write = Statement("w", "SELECT 1")
        #expect(await kind { () async throws(DatabaseError) in try await server.database.write(write) } == .unavailable)
    }

    @Test func `all of it works without prepared statements, as behind a pooler`() async throws {
        let server = try TestServer {
            $0.isPooled = true
            $0.schema = nil
        }
        let results = await server.database.read((0..<50).map { Query(Self.divide, [.int($0 % 5)]) }, in: .any)
        #expect(kinds(results).count { $0 == .rejected } == 10 && kinds(results).count { $0 == nil } == 40)
        let count = Statement("count", "SELECT count(*) FROM pg_prepared_statements WHERE name <> ''", columns: [.int])
        #expect(try await server.database.rows(count).cell(row: 0, column: 0).int == 0)
    }
}
