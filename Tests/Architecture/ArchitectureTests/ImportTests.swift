import Testing

struct ImportTests {
    /// Which module may import which C library: one driver each.
    private let drivers: [String: Set<String>] = [
        "CSQLite": ["SQLite"],
        "CPostgres": ["Postgres"],
        "CHiredis": ["Redis"],
        "COpenSSL": ["Networking", "Cryptography"],
        "CSodium": ["Cryptography"],
        "CZlib": ["Compression"],
        "CLinux": ["Networking", "Lifecycle"],
    ]

    private func imported(_ line: String) -> String? {
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), at + 1 < words.count, at <= 1 else { return nil }
        return String(words[at + 1])
    }

    @Test func `only a driver imports its C library`() {
        let strays = findings(in: SourceTree.sources) { file, line in
            guard let name = imported(line), let allowed = drivers[name] else { return false }
            return !allowed.contains(file.module)
        }
        #expect(strays.isEmpty, "\(strays)")
    }

    @Test func `foundation stays out of everything below the application`() {
        let strays = findings(in: SourceTree.sources) { file, line in
            (imported(line)?.hasPrefix("Foundation") ?? false) && file.area != "App"
        }
        #expect(strays.isEmpty, "\(strays)")
    }

    @Test func `nothing is exported again`() {
        let strays = findings(in: SourceTree.sources) { _, line in line.contains("@_exported") }
        #expect(strays.isEmpty, "\(strays)")
    }

    @Test func `an aggregate imports nothing but events and values`() {
        let pure: Set<String> = ["Prelude", "EventSourcing", "JSON"]
        let strays = findings(in: SourceTree.sources) { file, line in
            let folders = file.path.split(separator: "/").dropLast().map(String.init)
            guard file.area == "Contexts", let folder = folders.last, folders.count == 4,
                SourceTree.sources.contains(where: {
                    $0.path == "Sources/Contexts/\(file.module)/\(folder)/\(folder)Event.swift"
                })
            else { return false }
            return imported(line).map { !pure.contains($0) } ?? false
        }
        #expect(strays.isEmpty, "\(strays)")
    }
}
