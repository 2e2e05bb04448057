import CEmbedded
import Glibc

/// Where `Schema/`, `Migrations/` and `Console/` are read from: a directory, or the bundle inside a release binary.
package enum FileSource: Sendable {
    case directory(String)
    case embedded

    /// One file with its path, as `Schema/chat/Chat.graphql`.
    package struct File: Sendable, Equatable {
        package let path: String
        package let bytes: [UInt8]
    }

    /// Why files could not be read.
    package struct Failure: Error, CustomStringConvertible {
        package let path: String
        package let reason: String

        package var description: String { "\(path): \(reason)" }
    }

    /// The directory if one is named; otherwise what the binary carries. A debug build reads the tree that it was built
    /// from: what it carries is only as new as the last release build.
    package static func preferred(_ directory: String?) -> FileSource {
        if let directory { return .directory(directory) }
        #if DEBUG
            let tree = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
            if access(tree + "/Schema", R_OK) == 0 { return .directory(tree) }
        #endif
        return belvedere_embedded_files_count() > 0 ? .embedded : .directory(".")
    }

    /// Every file below a folder whose name ends so, ordered by path.
    package func files(below folder: String, ending suffix: String) throws(Failure) -> [File] {
        let all: [File] =
            switch self {
            case .embedded: FileSource.bundled().filter { $0.path.hasPrefix(folder + "/") }
            case .directory(let root): try FileSource.walk(root, folder, depth: 0)
            }
        return all.filter { $0.path.hasSuffix(suffix) }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// Limit: how deep folders may nest.
    private static let depthMax = 8
    /// Limit: the largest file that is read.
    private static let fileBytesMax = 16 << 20

    private static func walk(_ root: String, _ folder: String, depth: Int) throws(Failure) -> [File] {
        guard depth < depthMax else { throw Failure(path: folder, reason: "folders are nested too deep") }
        guard let handle = opendir(root + "/" + folder) else {
            throw Failure(path: root + "/" + folder, reason: String(cString: strerror(errno)))
        }
        defer { closedir(handle) }
        var files: [File] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
                start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            let path = folder + "/" + name
            var status = stat()
            guard stat(root + "/" + path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                files += try walk(root, path, depth: depth + 1)
            } else if status.st_mode & S_IFMT == S_IFREG {
                files.append(File(path: path, bytes: try read(root + "/" + path)))
            }
        }
        return files
    }

    /// The bytes of one file.
    package static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= fileBytesMax else { throw Failure(path: path, reason: "larger than 16 MiB") }
        }
    }

    /// The bundle is of our own making: a line `<bytes> <path>`, then the bytes, again and again.
    private static func bundled() -> [File] {
        let bytes = Array(
            UnsafeBufferPointer(start: belvedere_embedded_files(), count: belvedere_embedded_files_count()))
        var files: [File] = []
        var at = 0
        while at < bytes.count, let end = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) {
            let words = bytes[at..<end].split(separator: UInt8(ascii: " "), maxSplits: 1)
            guard words.count == 2, let size = Int(String(decoding: words[0], as: UTF8.self)),
                end + 1 + size <= bytes.count
            else { return files }
            files.append(
                File(path: String(decoding: words[1], as: UTF8.self), bytes: Array(bytes[end + 1..<end + 1 + size])))
            at = end + 1 + size
        }
        return files
    }
}
