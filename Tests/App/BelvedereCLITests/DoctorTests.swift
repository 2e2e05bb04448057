import Composition
import Configuration
import Glibc
import JSON
import Testing

@testable import BelvedereCLI

struct DoctorTests {
    private func findings(_ words: [String]) async throws -> [Finding] {
        var reader = ArgumentReader(words)
        return await Diagnosis(try ConfigurationArguments.load(&reader)).findings()
    }

    @Test func `a store that is not there is no failure, and looking does not make it`() async throws {
        let folder = TemporaryFolder()
        for _ in 0..<2 {
            let findings = try await findings(folder.flags)
            #expect(findings.first { $0.name == "store" }?.result == .warning)
            #expect(Doctor.code(findings) == .success)
        }
    }

    @Test func `a migrated store is well, and its read models have not begun`() async throws {
        let folder = TemporaryFolder()
        var reader = folder.arguments()
        let configuration = try ConfigurationArguments.load(&reader)
        _ = try await Migrate.migrate(StorageSettings(configuration), isDryRun: false)
        let findings = await Diagnosis(configuration).findings()
        for name in ["configuration", "schema", "store", "durability", "clock", "migrations"] {
            let finding = findings.first { $0.name == name }
            #expect(finding?.result == .ok, "\(name): \(finding?.cause ?? "no finding")")
        }
        #expect(findings.first { $0.name == "projection demo-boards" }?.result == .warning)
        #expect(findings.first { $0.name == "processes" }?.result == .ok)
        #expect(Doctor.code(findings) == .success)
    }

    @Test func `a server that nobody can reach fails and says what to check`() async throws {
        let unreachable = "host=127.0.0.1 port=1 connect_timeout=1"
        let findings = try await findings([
            "--storage.postgres", unreachable, "--storage.files", TemporaryFolder.root,
        ])
        let store = try #require(findings.first { $0.name == "store" })
        #expect(store.result == .failed)
        #expect(!store.fix.isEmpty)
        #expect(Doctor.code(findings) == .failed)
    }

    /// Where `make test` has started a PostgreSQL; none leaves the test out.
    static let servers = [getenv("BELVEDERE_TEST_POSTGRES").map { String(cString: $0) }].compactMap(\.self)

    @Test(arguments: servers)
    func `a PostgreSQL is looked at, before it is migrated and behind`(_ conninfo: String) async throws {
        let folder = TemporaryFolder()
        let schema = "d\(getpid())_\(UInt32.random(in: 0 ... .max))"
        let words = folder.flags + ["--storage.postgres", conninfo, "--storage.schema", schema]
        let before = try await findings(words)
        #expect(before.first { $0.name == "store" }?.cause.contains("PostgreSQL 1") == true, "\(before)")
        #expect(before.first { $0.name == "migrations" }?.result == .failed)
        #expect(Doctor.code(before) == .failed)
        var reader = ArgumentReader(words)
        _ = try await Migrate.migrate(StorageSettings(ConfigurationArguments.load(&reader)), isDryRun: false)
        let after = try await findings(words)
        for name in ["configuration", "schema", "store", "durability", "clock", "migrations"] {
            let finding = after.first { $0.name == name }
            #expect(finding?.result == .ok, "\(name): \(finding?.cause ?? "no finding")")
        }
        #expect(after.first { $0.name == "projection demo-boards" }?.result == .warning)
        #expect(Doctor.code(after) == .success)
    }

    @Test func `the output gives each check its result, cause and fix`() throws {
        let findings = [Finding("a", .ok, "Good."), Finding("longer", .failed, "Bad.\nWorse.", fix: "Mend it.")]
        #expect(
            Doctor.text(findings) == """
                [+] a       Good.
                [-] longer  Bad.
                            Worse.
                            → Mend it.

                """)
        let json = try JSONValue(parsing: Doctor.json(findings))
        #expect(json["ok"] == .bool(false))
        #expect(json["checks"]?[1]?["fix"] == "Mend it.")
    }
}
