import Database
import Lifecycle
import Networking
import Rows
import Synchronization
import Testing

@testable import SQLite

struct SQLiteDatabaseTests {
    private static let insert = Statement("insert", "INSERT INTO t (k, v) VALUES ($1, $2)", parameters: [.int, .int])
    private static let bump = Statement("bump", "UPDATE t SET v = v + 1 WHERE k = $1", parameters: [.int])
    private static let get = Statement("get", "SELECT v FROM t WHERE k = $1", parameters: [.int], columns: [.int])
    private static let endless = Statement(
        "endless", "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
        columns: [.int], reach: .scan)

    private func place(loops: [EventLoop] = [], _ change: (inout SQLiteSettings) -> Void = { _ in }) async throws
        -> TemporaryDatabase
    {
        let place = try TemporaryDatabase(loops: loops, change)
        try await place.script("CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER NOT NULL CHECK (v >= 0)) STRICT")
        return place
    }

    @Test func `the steps of a transaction happen together or not at all`() async throws {
        let place = try await place()
        let database = place.database
        let results = try await database.write(
            Transaction([WriteStep(Self.insert, [1, 10]), WriteStep(Self.bump, [1], condition: .changesRows)]))
        #expect(results.map(\.changed) == [1, 1])
        #expect(
            await kind { () async throws(DatabaseError) in
                try await database.write(
                    Transaction([WriteStep(Self.bump, [1]), WriteStep(Self.bump, [2], condition: .changesRows)]))
            } == .conflict)
        #expect(try await database.rows(Self.get, [1]).cells.map(\.int) == [11])
    }

    @Test func `an error says what kind it is, which statement and which key`() async throws {
        let place = try await place()
        try await place.database.write(Self.insert, [1, 1])
        do throws(DatabaseError) {
            _ = try await place.database.write(Self.insert, [1, 1])
            Issue.record("a key twice")
        } catch {
            #expect(error.kind == .conflict && error.statement == "insert" && error.key == "t.k")
            #expect(error.code == "SQLITE 1555")
        }
        #expect(
            await kind { () async throws(DatabaseError) in try await place.database.write(Self.insert, [2, -1]) }
                == .rejected)
        let broken = Statement("broken", "SELEKT 1")
        #expect(await kind { () async throws(DatabaseError) in try await place.database.write(broken) } == .bug)
        let empty = Statement("empty", "-- nothing")
        #expect(await kind { () async throws(DatabaseError) in try await place.database.write(empty) } == .bug)
    }

    @Test func `many writers share commits and a failing one takes back only itself`() async throws {
        let place = try await place()
        let database = place.database
        try await database.write(Self.insert, [0, 0])
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for index in Int64(0)..<200 {
                group.addTask {
                    do {
                        _ = try await database.write(
                            Transaction([
                                WriteStep(Self.bump, [0]),
                                WriteStep(Self.insert, [.int(index % 50 + 1), 1]),
                            ]))
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 50)
        #expect(try await database.rows(Self.get, [0]).cells.map(\.int) == [50])
    }

    @Test func `a read that takes too long ends by itself`() async throws {
        let place = try await place { $0.limits.readTimeout = .milliseconds(50) }
        #expect(
            await kind { () async throws(DatabaseError) in try await place.database.rows(Self.endless) } == .timeout)
        #expect(try await place.database.rows(Self.get, [1]).rowCount == 0)
    }

    @Test func `a cancelled read is interrupted and the next one is not`() async throws {
        let place = try await place { $0.scanThreads = 1 }
        let database = place.database
        let read = Task { await kind { () async throws(DatabaseError) in try await database.rows(Self.endless) } }
        read.cancel()
        #expect(await read.value == .cancelled)
        #expect(try await database.rows(Self.get, [1]).rowCount == 0)
    }

    @Test func `a result over the limit is an error`() async throws {
        let place = try await place { $0.limits.rowsMax = 10 }
        let rows = Statement(
            "rows", "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 11) SELECT x FROM n",
            columns: [.int])
        #expect(await kind { () async throws(DatabaseError) in try await place.database.rows(rows) } == .overloaded)
    }

    @Test func `a reader cannot write`() async throws {
        let place = try await place()
        #expect(
            await kind { () async throws(DatabaseError) in try await place.database.rows(Self.insert, [1, 1]) }
                == .storage)
    }

    @Test func `a loop reads inline, sees every commit of this process and lets go of its snapshot`() async throws {
        let loop = try EventLoop()
        do {
            let place = try await place(loops: [loop])
            let database = place.database
            try await database.write(Self.insert, [1, 1])
            #expect(database.readNow([Query(Self.get, [1])], in: .any) == nil)
            let seen = await Task(executorPreference: loop) { () -> [Int64] in
                var seen: [Int64] = []
                for _ in 0..<20 {
                    _ = try? await database.write(Self.bump, [1])
                    let result = database.readNow([Query(Self.get, [1]), Query(Self.get, [2])], in: .any)
                    if let result, let rows = try? result[0].get() { seen.append(rows.cell(row: 0, column: 0).int) }
                }
                return seen
            }.value
            #expect(seen == (2...21).map { $0 })
            let scan = await Task(executorPreference: loop) {
                database.readNow([Query(Self.endless)], in: .any) == nil
            }.value
            #expect(scan)
        }
        loop.stop()
        loop.join()
    }

    @Test func `a slow point read leaves the loop and is answered by a thread`() async throws {
        let loop = try EventLoop()
        do {
            let place = try await place(loops: [loop]) {
                $0.inlineBudget = .milliseconds(1)
                $0.limits.readTimeout = .milliseconds(30)
            }
            let database = place.database
            let slow = Statement(
                "slow", "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
                columns: [.int])
            let outcome = await Task(executorPreference: loop) {
                (
                    database.readNow([Query(slow)], in: .any) == nil,
                    await kind { () async throws(DatabaseError) in try await database.rows(slow) },
                    database.readNow([Query(Self.get, [9])], in: .any)?.count
                )
            }.value
            #expect(outcome.0 && outcome.1 == .timeout && outcome.2 == 1)
        }
        loop.stop()
        loop.join()
    }

    @Test func `another process that holds the write lock is waited for, then reported as worth a retry`() async throws
    {
        let place = try await place { $0.limits.lockTimeout = .seconds(0) }
        let other = try SQLiteConnection(place.settings, isReadOnly: false)
        try other.script("BEGIN IMMEDIATE")
        #expect(
            await kind { () async throws(DatabaseError) in try await place.database.write(Self.insert, [1, 1]) }
                == .retry)
        try other.script("COMMIT")
        try await place.database.write(Self.insert, [1, 1])
    }

    @Test func `a closed database refuses work instead of hanging`() async throws {
        let place = try await place()
        place.database.close()
        #expect(
            await kind { () async throws(DatabaseError) in try await place.database.write(Self.bump, [1]) }
                == .unavailable)
        #expect(
            await kind { () async throws(DatabaseError) in try await place.database.rows(Self.get, [1]) }
                == .unavailable)
    }

    @Test func `a path that cannot be opened is reported, not trapped`() {
        #expect(throws: DatabaseError.self) { try SQLiteDatabase(SQLiteSettings(path: "/nowhere/x.db")) }
    }

    @Test func `the plan inspector tells an index from a scan`() async throws {
        let place = try await place()
        #expect(try await place.database.scans(of: Self.get).isEmpty)
        let scan = Statement("by value", "SELECT k FROM t WHERE v = $1", parameters: [.int], columns: [.int])
        #expect(try await place.database.scans(of: scan) == ["SCAN t"])
    }
}
