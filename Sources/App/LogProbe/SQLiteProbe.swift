import Database
import EventSourcing
import Lifecycle
import Networking
import Rows
import SQLite
import SQLiteStorage

/// Measures the log in a file, with a sync of the disk for every commit.
struct SQLiteProbe {
    private let database: SQLiteDatabase
    private let store: SQLiteEventStore
    private let migrations: String
    private let loop: EventLoop

    init(_ directory: String, _ migrations: String) throws {
        loop = try EventLoop(name: "probe")
        database = try SQLiteDatabase(SQLiteSettings(path: directory + "/log.db"), loops: [loop])
        store = SQLiteEventStore(database) { SystemClock.wallTime }
        self.migrations = migrations
    }

    func run() async throws {
        try await Migrator(directory: migrations, dialect: .sqlite).run(on: database)
        let load = Load()
        for batch in [1, 100] {
            let report = Report("sqlite.append.\(batch)")
            let rounds = batch == 1 ? 1_000 : 400
            for round in 0..<rounds {
                let appends = (0..<batch).map { load.append(batch * 10_000_000 + round * batch + $0, to: $0) }
                _ = try await store.append(appends)
            }
            report.end(rounds * batch)
        }
        try await load.commands("sqlite.commands.64", on: store, writers: 64, seconds: 4)
        try await load.bulk("sqlite.bulk.100", on: store, writers: 4, appends: 200, events: 100)
        for _ in 0..<4 { try await load.read("sqlite.read", from: store, upTo: 100_000) }
        await points()
        database.close()
        loop.stop()
        loop.join()
    }

    private func points() async {
        let statement = Statement(
            "point", "SELECT body FROM event WHERE position = $1", parameters: [.int], columns: [.blob])
        let database = database
        await Task(executorPreference: loop) {
            let report = Report("sqlite.point")
            var found = 0
            for tick in 0..<2_000 {
                for index in 0..<100 {
                    let position = Int64(tick * 100 + index) % 40_000 + 1
                    let results = database.readNow([Query(statement, [.int(position)])], in: .any)
                    if case .success(let rows)? = results?.first { found += rows.rowCount }
                }
                await Task.yield()
            }
            report.end(found)
        }.value
    }
}
