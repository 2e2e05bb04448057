import Database

extension FileSource {
    /// The migrations of an engine, in their order; a file that is none is a failure, because it would be forgotten.
    package func migrations(for dialect: SQLDialect) throws(Failure) -> [Migration] {
        let folder = "Migrations/" + dialect.rawValue
        var migrations: [Migration] = []
        for file in try files(below: folder, ending: "") {
            let name = file.path.dropFirst(folder.utf8.count + 1)
            guard
                let migration = Migration(
                    fileName: String(name), sql: String(decoding: file.bytes, as: UTF8.self))
            else { throw Failure(path: file.path, reason: "not named like 0001-event-store.sql") }
            migrations.append(migration)
        }
        return migrations
    }
}
