import Composition
import Testing

struct FileSourceTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

    @Test func `a directory gives its files in the order of their paths`() throws {
        let files = try FileSource.directory(Self.root).files(below: "Schema", ending: ".graphql")
        #expect(files.contains { $0.path == "Schema/demo/Board.graphql" && !$0.bytes.isEmpty })
        #expect(files.map(\.path) == files.map(\.path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test func `a folder that is not there is named`() {
        #expect(throws: FileSource.Failure.self) {
            try FileSource.directory("/nowhere").files(below: "Schema", ending: ".graphql")
        }
    }

    @Test func `the bundle, where there is one, holds what the folders held`() throws {
        let bundled = try FileSource.embedded.files(below: "Schema", ending: ".graphql")
        guard !bundled.isEmpty else { return }
        #expect(bundled.contains { $0.path == "Schema/schema.graphql" && $0.bytes.starts(with: Array("\"\"\"".utf8)) })
    }

    #if DEBUG
        @Test func `a debug build reads the tree that it was built from, not what the last release carried`() throws {
            let files = try FileSource.preferred(nil).files(below: "Migrations", ending: ".sql")
            #expect(try files == FileSource.directory(Self.root).files(below: "Migrations", ending: ".sql"))
        }
    #endif
}
