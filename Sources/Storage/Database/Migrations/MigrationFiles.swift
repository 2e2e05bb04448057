import Glibc

/// Reads a folder of migrations; any file in it that is not one is an error, because it would be forgotten in silence.
enum MigrationFiles {
    /// Limit: bytes of one migration file.
    static let bytesMax = 4 << 20

    static func read(_ directory: String) throws(MigrationError) -> [Migration] {
        guard let folder = opendir(directory) else { throw .unreadable(path: directory) }
        defer { closedir(folder) }
        var migrations: [Migration] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(".") { continue }
            let path = "\(directory)/\(name)"
            guard let sql = text(of: path), let migration = Migration(fileName: name, sql: sql) else {
                throw .unreadable(path: path)
            }
            migrations.append(migration)
        }
        return migrations
    }

    private static func text(of path: String) -> String? {
        guard let file = fopen(path, "rbe") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
            if bytes.count > bytesMax { return nil }
        }
        return ferror(file) == 0 ? String(validating: bytes, as: UTF8.self) : nil
    }
}
