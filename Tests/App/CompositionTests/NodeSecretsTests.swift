import Composition
import Glibc
import Testing

struct NodeSecretsTests {
    @Test func `nodes that begin in one directory at the same time have the same secrets`() async throws {
        let directory = "/tmp/belvedere-secrets-\(UInt64.random(in: 0 ... .max))"
        mkdir(directory, 0o700)
        defer {
            unlink(directory + "/secrets")
            rmdir(directory)
        }
        let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 { group.addTask { try NodeSecrets.open(in: directory).cursorKey } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        #expect(try FileSource.directory(directory).files(below: ".", ending: "").map(\.path) == ["./secrets"])
    }
}
