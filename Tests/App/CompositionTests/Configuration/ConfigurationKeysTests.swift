import Configuration
import Gateway
import GraphQLValidation
import Metering
import Server
import Telemetry
import Testing

@testable import Composition

struct ConfigurationKeysTests {
    private func load(_ flags: [(name: String, value: String)] = []) throws -> Configuration {
        try ConfigurationLoading.load(file: nil, environment: [:], flags: flags)
    }

    /// Everything that is built from a configuration, as text.
    private func picture(_ configuration: Configuration) throws -> String {
        "\(try EdgeSettings(configuration)) \(try OperationSettings(configuration)) \(GraphQLSettings(configuration))"
            + " \(StorageSettings(configuration)) \(try AuthSettings(configuration)) \(try DocumentSettings(configuration))"
            + " \(try RouteSettings(configuration)) \(RateSettings(configuration)) \(LiveLimits(configuration)) \(AccountSettings(configuration))"
            + " \(try CacheSettings(configuration))"
            + " \(try SignalSettings(configuration))"
    }

    @Test func `the defaults are those of the modules that own the limits`() throws {
        let configuration = try load()
        #expect("\(ServerLimits(configuration))" == "\(ServerLimits())")
        #expect("\(LiveLimits(configuration))" == "\(LiveLimits())")
        var limits = GatewayLimits()
        limits.query = .standard
        #expect("\(GatewayLimits(configuration))" == "\(limits)")
    }

    @Test func `every key has an effect`() throws {
        let standard = try picture(load())
        let candidates = [
            "false", "true", "2", "7", "20", "300", "0.5", "3KiB", "300KiB", "70ms", "7s", "70s", "7m", "7h", "90d",
            "draft",
            "json",
            "block",
            "error", "127.0.0.1:9", "http=debug", "https://a.example", "/a", "redis://127.0.0.1:9",
        ]
        let pairs = [("tls.certificate_file", "/a"), ("tls.private_key_file", "/b")]
        let elsewhere = ["tls.certificate_file", "tls.private_key_file"]
        let beside = [
            "documents.trust": ("documents.manifest_file", "/m"), "auth.issuers": ("auth.keys_file", "/k"),
            "auth.audience": ("auth.keys_file", "/k"),
        ]
        for key in ConfigurationKeys.table.keys where !elsewhere.contains(key.name) {
            let more = beside[key.name].map { [(name: $0.0, value: $0.1)] } ?? []
            let standard = try picture(load(more))
            let isSeen = candidates.contains { candidate in
                guard candidate != key.standard, let changed = try? load(more + [(key.name, candidate)]),
                    let seen = try? picture(changed)
                else { return false }
                return seen != standard
            }
            #expect(isSeen, "\(key.name) changes nothing")
        }
        #expect(try picture(load(pairs.map { (name: $0.0, value: $0.1) })) != standard)
    }

    @Test func `the outcome of a usage is known for longer than the usage is accepted`() throws {
        typealias Keys = ConfigurationKeys.Storage
        let window = Duration.seconds(UsageHour.windowDays * 86_400) + .microseconds(UsageHour.aheadMax)
        #expect(try load()[Keys.commandRetention] > window)
        #expect(Keys.commandRetentionMin > window)
        #expect(throws: (any Error).self) { try load([("storage.command_retention", "35d")]) }
    }

    @Test func `each summary is a sentence and each group is one block of the reference`() {
        for key in ConfigurationKeys.table.keys {
            #expect(key.summary.hasSuffix("."), "\(key.name)")
            #expect(key.summary.utf8.count <= 120, "\(key.name)")
        }
        let reference = ConfigurationText.reference(ConfigurationKeys.table)
        let headings = reference.split(separator: "\n").filter { $0.hasPrefix("## ") }
        #expect(Set(headings).count == headings.count)
    }

    @Test(arguments: [
        (["server.listen=4000"], "server.listen must hold addresses"),
        (["server.admin_listen=:1,host:2"], "(one is \"host:2\")"),
        (["tls.certificate_file=/a"], "tls.certificate_file needs tls.private_key_file"),
        (["tls.private_key_file=/a"], "tls.private_key_file needs tls.certificate_file"),
        (["log.modules=http"], "log.modules must hold items"),
        (["log.modules=http=loud"], "(one is \"http=loud\")"),
        (["auth.issuers=https://id.example"], "auth.issuers needs auth.keys_file or auth.keys_url"),
        (["auth.audience=shop"], "auth.audience needs auth.keys_file or auth.keys_url"),
        (["documents.trust=log"], "log needs documents.manifest_file"),
        (["documents.trust=safelist"], "safelist needs documents.manifest_file"),
        (["documents.trust=block"], "block needs documents.manifest_file"),
        (["shutdown.pre_stop=30s"], "must be shorter than shutdown.deadline"),
    ])
    func `values that do not fit are located`(flags: [String], message: String) throws {
        let pairs = flags.map { flag in
            let parts = flag.split(separator: "=", maxSplits: 1)
            return (name: String(parts[0]), value: String(parts[1]))
        }
        let configuration = try load(pairs)
        let faults = #expect(throws: ConfigurationFaults.self) { _ = try picture(configuration) }
        let text = faults?.description ?? ""
        #expect(text.contains(message))
        #expect(text.hasPrefix("flag --\(pairs[0].name): "))
    }

    @Test func `a file that is not there is named`() {
        let faults = #expect(throws: ConfigurationFaults.self) {
            _ = try ConfigurationLoading.load(file: "/no/such/file", environment: [:], flags: [])
        }
        #expect(faults?.description.contains("/no/such/file") == true)
    }

    @Test func `the environment of this process is read`() {
        #expect(ConfigurationLoading.environment()["PATH"] != nil)
    }
}
