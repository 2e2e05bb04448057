import Testing

@testable import Configuration

struct ConfigurationTests {
    private enum Profile: String, CaseIterable { case compat, draft }

    private static let port = Setting<Int>.integer("http.port", default: 8080, in: 1...65535, "Where it listens.")
    private static let body = Setting<Int>.size("http.body_bytes_max", default: "1MiB", "Body.").reloadable
    private static let wait = Setting<Duration>.duration(
        "http.wait", default: "10s", in: .zero ... .seconds(60), "Wait.")
    private static let gzip = Setting<Bool>.flag("http.gzip", default: true, "Compress.")
    private static let name = Setting<String?>.text("http.name", "Name.")
    private static let origins = Setting<[String]>.list("http.origins", "Origins | hosts.")
    private static let profile = Setting<Profile>.choice("http.profile", default: .compat, "Profile.")
    private static let ratio = Setting<Double>.number("traces.ratio", default: 0.1, in: 0...1, "Ratio.")
    private static let key = Setting<String?>.text("auth.signing_key", "Key.").secret

    private let table = ConfigurationTable([
        port.key, body.key, wait.key, gzip.key, name.key, origins.key, profile.key, ratio.key, key.key,
    ])

    private func load(
        file: String? = nil, environment: [String: String] = [:], flags: [(String, String)] = [],
        files: [String: String] = [:]
    ) throws(ConfigurationFaults) -> Configuration {
        var sources = ConfigurationSources()
        sources.file = file.map { ("app.env", Array($0.utf8)) }
        sources.environment = environment
        sources.flags = flags.map { (name: $0.0, value: $0.1) }
        sources.readFile = { path in files[path].map { Array($0.utf8) } }
        return try Configuration(table, from: sources)
    }

    private func faults(
        file: String? = nil, environment: [String: String] = [:], flags: [(String, String)] = [],
        files: [String: String] = [:]
    ) -> [String] {
        do throws(ConfigurationFaults) {
            _ = try load(file: file, environment: environment, flags: flags, files: files)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func `defaults are typed values`() throws {
        let configuration = try load()
        #expect(configuration[Self.port] == 8080)
        #expect(configuration[Self.body] == 1_048_576)
        #expect(configuration[Self.wait] == .seconds(10))
        #expect(configuration[Self.gzip])
        #expect(configuration[Self.name] == nil)
        #expect(configuration[Self.origins] == [])
        #expect(configuration[Self.profile] == .compat)
        #expect(configuration[Self.ratio] == 0.1)
    }

    @Test func `a later source wins: default, file, environment, flag`() throws {
        let file = "BELVEDERE_HTTP_PORT=1\nBELVEDERE_HTTP_NAME=file\nBELVEDERE_HTTP_WAIT=1s"
        let configuration = try load(
            file: file, environment: ["BELVEDERE_HTTP_PORT": "2", "BELVEDERE_HTTP_NAME": "env", "PATH": "/bin"],
            flags: [("http.port", "3")])
        #expect(configuration[Self.port] == 3)
        #expect(configuration[Self.name] == "env")
        #expect(configuration[Self.wait] == .seconds(1))
        let listing = ConfigurationText.listing(configuration, withOrigins: true)
        #expect(listing.contains("http.port = 3               # flag --http.port\n"))
        #expect(listing.contains("# environment BELVEDERE_HTTP_NAME\n"))
        #expect(listing.contains("http.wait = 1s              # app.env:3\n"))
        #expect(listing.contains("traces.ratio = 0.1          # default\n"))
    }

    @Test func `all faults of all sources are reported at once, each with its place`() {
        let found = faults(
            file: "BELVEDERE_HTTP_PROT=1\nBELVEDERE_HTTP_WAIT=10\n\nbad line",
            environment: ["BELVEDERE_HTTP_PORT": "0", "BELVEDERE_WHATEVER_ELSE": "x"],
            flags: [("http.gzp", "true"), ("http.profile", "new")])
        #expect(
            found == [
                "app.env:4: the line has no =",
                "app.env:1: there is no key BELVEDERE_HTTP_PROT; did you mean BELVEDERE_HTTP_PORT?",
                "app.env:2: http.wait needs a unit: ms, s, m, h or d (it is \"10\")",
                "environment BELVEDERE_HTTP_PORT: http.port must lie between 1 and 65535 (it is \"0\")",
                "environment BELVEDERE_WHATEVER_ELSE: there is no key BELVEDERE_WHATEVER_ELSE",
                "flag --http.gzp: there is no key --http.gzp; did you mean --http.gzip?",
                "flag --http.profile: http.profile must be one of compat, draft (it is \"new\")",
            ])
    }

    @Test func `a secret is read from its file and never shown`() throws {
        let configuration = try load(
            environment: ["BELVEDERE_AUTH_SIGNING_KEY_FILE": "/run/key"], files: ["/run/key": "hunter2\n"])
        #expect(configuration[Self.key] == "hunter2")
        for withOrigins in [true, false] {
            let listing = ConfigurationText.listing(configuration, withOrigins: withOrigins)
            #expect(!listing.contains("hunter2"))
            #expect(listing.contains("auth.signing_key = [redacted]"))
        }
        let bad = faults(environment: ["BELVEDERE_AUTH_SIGNING_KEY": "hunter2\u{7}"])
        #expect(bad == ["environment BELVEDERE_AUTH_SIGNING_KEY: auth.signing_key must not hold control characters"])
    }

    @Test func `a secret given twice, a missing file and a file for what is no secret are faults`() {
        #expect(
            faults(
                environment: ["BELVEDERE_AUTH_SIGNING_KEY_FILE": "/k", "BELVEDERE_AUTH_SIGNING_KEY": "x"],
                files: ["/k": "y"]
            ).count == 1)
        #expect(faults(environment: ["BELVEDERE_AUTH_SIGNING_KEY_FILE": "/none"])[0].contains("cannot be read"))
        #expect(faults(environment: ["BELVEDERE_HTTP_NAME_FILE": "/k"])[0].contains("there is no key"))
    }

    @Test func `variables of the test scripts are left alone`() {
        #expect(faults(environment: ["BELVEDERE_TEST_POSTGRES": "x", "BELVEDERE_MODULES": "y"]) == [])
    }

    @Test(
        arguments: [
            ("0", 0), ("1", 1), ("64KiB", 65536), ("1MiB", 1 << 20), ("2GiB", 2 << 30), ("5B", 5),
            ("1kb", nil), ("1 MiB", nil), ("-1", nil), ("1.5MiB", nil), ("", nil), ("99999999999999999999", nil),
            ("9999999999999GiB", nil), ("0x10", nil), ("1_000", nil), ("٣", nil),
        ] as [(String, Int?)])
    func `a size is digits and a unit`(text: String, bytes: Int?) {
        #expect((try? SettingText.size(text, in: 0...(.max))) == bytes)
    }

    @Test(
        arguments: [
            ("0", 0), ("250ms", 250), ("10s", 10_000), ("5m", 300_000), ("2h", 7_200_000), ("1d", 86_400_000),
            ("10", nil), ("s", nil), ("-1s", nil), ("1h30m", nil), ("1.5s", nil), ("9223372036854775807d", nil),
            ("1 s", nil),
        ] as [(String, Int?)])
    func `a duration is digits and a unit`(text: String, milliseconds: Int?) {
        let range = Duration.zero ... .seconds(Int64.max / 2000)
        #expect((try? SettingText.duration(text, in: range)) == milliseconds.map { .milliseconds($0) })
    }

    @Test(arguments: ["True", "yes", "1", "", " true"])
    func `a flag is true or false and nothing else`(text: String) {
        #expect(throws: SettingProblem.self) { try SettingText.flag(text) }
    }

    @Test func `a list has no empty items`() throws {
        #expect(try SettingText.list(" a , b c,d ") == ["a", "b c", "d"])
        #expect(throws: SettingProblem.self) { try SettingText.list("a,,b") }
        #expect(throws: SettingProblem.self) { try SettingText.list(",") }
    }

    @Test func `a second reading changes what may change and names the rest`() throws {
        let first = try load()
        let second = try load(environment: ["BELVEDERE_HTTP_PORT": "9", "BELVEDERE_HTTP_BODY_BYTES_MAX": "2MiB"])
        let changes = first.changes(to: second)
        #expect(changes.effective == ["http.body_bytes_max"])
        #expect(changes.needsRestart == ["http.port"])
        let merged = first.reloaded(from: second)
        #expect(merged[Self.body] == 2 << 20)
        #expect(merged[Self.port] == 8080)
    }

    @Test func `flags are told from the words of a command`() {
        let (flags, rest) = ConfigurationFlags.split(
            ["serve", "--http.port=1", "--json", "--http.gzip", "--http.name", "x", "--", "--http.port=2"], table)
        #expect(flags.map { "\($0.name)=\($0.value)" } == ["http.port=1", "http.gzip=true", "http.name=x"])
        #expect(rest == ["serve", "--json", "--", "--http.port=2"])
    }

    @Test func `the reference has a row a key`() {
        let text = ConfigurationText.reference(table)
        #expect(text.contains("## `http`\n"))
        #expect(text.contains("| `http.body_bytes_max` | `1MiB` | size | Body. Reloadable. |\n"))
        #expect(text.contains("| `http.origins` | – | list | Origins \\| hosts. |\n"))
        #expect(text.contains("| `auth.signing_key` | – | text | Key. Secret. |\n"))
    }
}
