import Database
import EventSourcing
import Lifecycle
import Networking
import Postgres
import PostgresStorage
import Prelude
import Rows

/// Measures the log in PostgreSQL and the pipelined driver.
struct PostgresProbe {
    private let database: PostgresDatabase
    private let store: PostgresEventStore
    private let migrations: String
    private let loop: EventLoop
    private let onlyPoints: Bool

    init(_ conninfo: String, _ migrations: String, onlyPoints: Bool) throws {
        self.onlyPoints = onlyPoints
        loop = try EventLoop(name: "probe")
        var settings = PostgresSettings(conninfo: conninfo)
        settings.readConnections = 4
        settings.schema = "log_probe"
        database = PostgresDatabase(settings, loops: [loop])
        store = PostgresEventStore(database, notifyingOn: loop)
        self.migrations = migrations
    }

    func run() async throws {
        try await Migrator(directory: migrations, dialect: .postgres).run(on: database)
        if !onlyPoints { try await log() }
        try await points(depth: 64, seconds: 5)
        await calls(depth: 64, count: 400_000)
        try await database.session("clean") { session throws(DatabaseError) in
            try session.script("DROP SCHEMA log_probe CASCADE")
        }
        database.close()
        loop.stop()
        loop.join()
    }

    private func log() async throws {
        let load = Load()
        // The writers live on the loop, where commands of the gateway live too.
        try await Task(executorPreference: loop) {
            try await load.commands("postgres.commands.64", on: store, writers: 64, seconds: 8)
            try await load.bulk("postgres.bulk.100", on: store, writers: 8, appends: 150, events: 100)
            try await load.read("postgres.read", from: store, upTo: 100_000)
            try await load.read("postgres.read", from: store, upTo: 100_000)
        }.value
    }

    private static let point = Statement(
        "point", "SELECT abalance FROM public.pgbench_accounts WHERE aid = $1", parameters: [.int], columns: [.int])

    /// One awaited query after the other in each of so many tasks.
    private func points(depth: Int, seconds: Int) async throws {
        let database = database
        let end = SystemClock.now + .seconds(seconds)
        let count = try await Task(executorPreference: loop) {
            let report = Report("postgres.points.await")
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for task in 0..<depth {
                    group.addTask {
                        var (count, key) = (0, Int64(task))
                        while SystemClock.now < end {
                            key = (key &* 7_919 &+ 13) % 100_000
                            _ = try await database.rows(Self.point, [.int(key + 1)])
                            count += 1
                        }
                        return count
                    }
                }
                return try await group.reduce(0, +)
            }
            report.end(count)
            return count
        }.value
        if count == 0 { throw ProbeError.refused("no answers") }
    }

    /// The same through functions that are called back, as a request does that holds no task.
    private func calls(depth: Int, count: Int) async {
        let calls = PointCalls(database, Self.point, count: count)
        await withUnsafeContinuation { continuation in
            loop.execute {
                let report = Report("postgres.points.call")
                calls.finished = {
                    report.end(count)
                    continuation.resume()
                }
                for _ in 0..<depth { calls.next() }
            }
        }
    }
}

/// Asks the next question whenever an answer comes.
// Safe because everything is touched on the loop's thread only.
final class PointCalls: @unchecked Sendable {
    private let database: PostgresDatabase
    private let statement: Statement
    private var left: Int
    private var open: Int
    private var key: Int64 = 1
    var finished: () -> Void = {}

    init(_ database: PostgresDatabase, _ statement: Statement, count: Int) {
        (self.database, self.statement, left, open) = (database, statement, count, count)
    }

    func next() {
        guard left > 0 else { return }
        left -= 1
        key = (key &* 7_919 &+ 13) % 100_000
        database.read([Query(statement, [.int(key + 1)])], in: .any) { [self] _ in
            open -= 1
            if open == 0 { finished() } else { next() }
        }
    }
}
