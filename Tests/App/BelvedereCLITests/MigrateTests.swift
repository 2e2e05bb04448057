import Composition
import Configuration
import Database
import JSON
import Testing

@testable import BelvedereCLI

struct MigrateTests {
    private func migrate(_ folder: borrowing TemporaryFolder, isDryRun: Bool) async throws -> [Migration] {
        var reader = folder.arguments()
        let configuration = try ConfigurationArguments.load(&reader)
        return try await Migrate.migrate(StorageSettings(configuration), isDryRun: isDryRun)
    }

    @Test func `what is missing is listed, applied once, and missing no more`() async throws {
        let folder = TemporaryFolder()
        let planned = try await migrate(folder, isDryRun: true)
        #expect(planned.map(\.number) == Array(1...planned.count))
        #expect(try FileSource.directory(folder.path).files(below: ".", ending: "").isEmpty)
        #expect(try await migrate(folder, isDryRun: false) == planned)
        #expect(try await migrate(folder, isDryRun: true).isEmpty)
        #expect(try await migrate(folder, isDryRun: false).isEmpty)
    }

    @Test func `the output says what was done and what would be`() throws {
        let migrations = [Migration(number: 1, name: "event-store", sql: "")]
        #expect(Migrate.text(migrations, isDryRun: false) == "applied 1 event-store\n")
        #expect(Migrate.text(migrations, isDryRun: true) == "missing 1 event-store\n")
        #expect(Migrate.text([], isDryRun: false) == "Nothing is missing.\n")
        let json = try JSONValue(parsing: Migrate.json(migrations, isDryRun: true))
        #expect(json["missing"]?[0]?["name"] == "event-store")
    }
}
