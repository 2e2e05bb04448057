import Database
import Glibc
import Networking

@testable import SQLite

/// A database in a folder of its own that vanishes with the test.
final class TemporaryDatabase {
    let directory: String
    let settings: SQLiteSettings
    let database: SQLiteDatabase

    init(loops: [EventLoop] = [], _ change: (inout SQLiteSettings) -> Void = { _ in }) throws {
        var template = Array(("/tmp/belvedere-sqlite." + String(repeating: "X", count: 6)).utf8CString)
        guard mkdtemp(&template) != nil else {
            throw DatabaseError(.bug, code: "test", statement: "mkdtemp", message: "no temporary directory")
        }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var settings = SQLiteSettings(path: directory + "/test.db")
        settings.durability = .normal
        change(&settings)
        self.settings = settings
        database = try SQLiteDatabase(settings, loops: loops)
    }

    deinit {
        database.close()
        for suffix in ["", "-wal", "-shm"] { unlink(settings.path + suffix) }
        rmdir(directory)
    }

    func script(_ sql: String) async throws {
        try await database.transaction("script") { connection throws(DatabaseError) in try connection.script(sql) }
    }
}

/// The kind of error that the body throws; nil if it throws none.
func kind(_ body: () async throws(DatabaseError) -> some Any) async -> DatabaseError.Kind? {
    do throws(DatabaseError) {
        _ = try await body()
        return nil
    } catch { return error.kind }
}
