/// Collects values source by source; a later source overwrites an earlier one.
struct ConfigurationReader {
    let table: ConfigurationTable
    private(set) var entries: [Configuration.Entry]
    private(set) var faults: [ConfigurationFault] = []

    init(_ table: ConfigurationTable) {
        self.table = table
        entries = table.keys.map { Configuration.Entry(text: $0.standard, origin: .standard) }
    }

    /// A default that its own key refuses is found by whoever runs the program first, most often a test.
    mutating func readStandards() {
        for (index, key) in table.keys.enumerated() {
            if let text = key.standard { set(index, to: text, from: .standard) }
        }
    }

    mutating func readFile(_ sources: ConfigurationSources) {
        guard let file = sources.file else { return }
        let parsed = EnvironmentFile(file.bytes)
        for problem in parsed.problems {
            fault(.file(path: file.path, line: problem.line), problem.message)
        }
        let names = Set(parsed.entries.map(\.name))
        for entry in parsed.entries {
            let origin = ConfigurationOrigin.file(path: file.path, line: entry.line)
            read(entry.name, entry.value, from: origin, besides: names, sources)
        }
    }

    mutating func readEnvironment(_ sources: ConfigurationSources) {
        let names = Set(sources.environment.keys)
        let prefix = ConfigurationKey.environmentPrefix
        for (name, value) in sources.environment.sorted(by: { $0.key < $1.key }) {
            guard name.utf8.starts(with: prefix.utf8) else { continue }
            if sources.foreignEnvironment.contains(where: { name.utf8.starts(with: $0.utf8) }) { continue }
            read(name, value, from: .environment(name: name), besides: names, sources)
        }
    }

    mutating func readFlags(_ sources: ConfigurationSources) {
        for (name, value) in sources.flags {
            let origin = ConfigurationOrigin.flag(name: name)
            guard let index = table.byName[name] else {
                unknown(
                    "--\(name)", nearest: NearestName.of(name, among: table.keys.map(\.name)).map { "--\($0)" }, origin)
                continue
            }
            set(index, to: value, from: origin)
        }
    }

    private mutating func read(
        _ name: String, _ value: String, from origin: ConfigurationOrigin, besides names: Set<String>,
        _ sources: ConfigurationSources
    ) {
        if let index = table.byEnvironmentName[name] { return set(index, to: value, from: origin) }
        guard let index = table.bySecretFileName[name] else {
            let known = table.keys.map(\.environmentName) + table.bySecretFileName.keys.sorted()
            return unknown(name, nearest: NearestName.of(name, among: known), origin)
        }
        let own = table.keys[index].environmentName
        if names.contains(own) { return fault(origin, "\(name) and \(own) are both set") }
        guard let bytes = sources.readFile(value) else { return fault(origin, "\(name): \(value) cannot be read") }
        guard let text = String(validating: Self.withoutLineEnd(bytes), as: UTF8.self) else {
            return fault(origin, "\(name): \(value) is not UTF-8")
        }
        set(index, to: text, from: origin)
    }

    private mutating func set(_ index: Int, to text: String, from origin: ConfigurationOrigin) {
        let key = table.keys[index]
        do throws(SettingProblem) {
            try key.check(text)
            entries[index] = Configuration.Entry(text: text, origin: origin)
        } catch {
            let shown = key.isSecret ? "" : " (it is \"\(text)\")"
            fault(origin, "\(key.name) \(error.message)\(shown)")
        }
    }

    private mutating func unknown(_ name: String, nearest: String?, _ origin: ConfigurationOrigin) {
        fault(origin, "there is no key \(name)" + (nearest.map { "; did you mean \($0)?" } ?? ""))
    }

    private mutating func fault(_ origin: ConfigurationOrigin, _ message: String) {
        faults.append(ConfigurationFault(origin: origin, message: message))
    }

    private static func withoutLineEnd(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var bytes = bytes[...]
        if bytes.last == 0x0a { bytes.removeLast() }
        if bytes.last == 0x0d { bytes.removeLast() }
        return bytes
    }
}
