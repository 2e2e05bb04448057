import Composition
import Glibc

@testable import BelvedereCLI

/// A folder for one test's store, with the flags that name it and the repository's files.
struct TemporaryFolder: ~Copyable {
    static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

    let path = "/tmp/belvedere-cli-\(UInt64.random(in: 0 ... .max))"

    init() { mkdir(path, 0o700) }

    deinit {
        for file in (try? FileSource.directory(path).files(below: ".", ending: "")) ?? [] {
            unlink(path + "/" + file.path)
        }
        rmdir(path)
    }

    /// Words that every command with a configuration understands.
    var flags: [String] { ["--storage.directory", path, "--storage.files", Self.root] }

    func arguments(_ words: String...) -> ArgumentReader { ArgumentReader(words + flags) }
}
