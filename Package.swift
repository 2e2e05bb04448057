// swift-tools-version: 6.2
import PackageDescription

// The package is one table of modules, bottom to top. A module may use only modules that stand above it in the
// table and in its own layer or a lower one; no context may use another. A violation stops the build here.

enum Layer: Int, Comparable {
    case libraries, base, engine, adapters, seams, contexts, app

    static func < (left: Layer, right: Layer) -> Bool { left.rawValue < right.rawValue }
}

struct Module {
    let layer: Layer
    let name: String
    let area: String
    let uses: [String]
    let tests: Bool

    init(_ layer: Layer, _ area: String, _ name: String, uses: [String] = [], tests: Bool = true) {
        (self.layer, self.area, self.name, self.uses, self.tests) = (layer, area, name, uses, tests)
    }
}

struct Library {
    let name: String
    let pkgConfig: String?
    let debian: String
}

/// The one library of our own in C: the files that a release carries.
let embedded = "CEmbedded"

let libraries: [Library] = [
    Library(name: "CSQLite", pkgConfig: "sqlite3", debian: "libsqlite3-dev"),
    Library(name: "CPostgres", pkgConfig: "libpq", debian: "libpq-dev"),
    Library(name: "CHiredis", pkgConfig: nil, debian: "libhiredis-dev"),
    Library(name: "COpenSSL", pkgConfig: "openssl", debian: "libssl-dev"),
    Library(name: "CSodium", pkgConfig: "libsodium", debian: "libsodium-dev"),
    Library(name: "CZlib", pkgConfig: "zlib", debian: "zlib1g-dev"),
    Library(name: "CLinux", pkgConfig: nil, debian: "libc6-dev"),
    Library(name: embedded, pkgConfig: nil, debian: ""),
]

let sourcing = ["Prelude", "JSON", "Telemetry", "Lifecycle"]
let graphQL = ["GraphQLLanguage", "GraphQLSchema", "GraphQLValidation", "GraphQLPlanning", "GraphQLExecution"]
let contextKit = ["Prelude", "Rows", "JSON", "Database", "EventSourcing", "ContextKit"]

/// Modules that are programs; only the first is a product.
let programs = ["BelvedereCLI", "EdgeProbe", "LogProbe"]

/// One name a bounded context; every context may use the same list of modules, so that no exception slips in.
let contexts = [
    "Demo", "Metering", "TokenUsage", "Accounts", "Chat", "Companies", "AIAnalytics", "Tracking", "UserActivity",
]

let modules: [Module] =
    [
        Module(.base, "Base", "Prelude"),
        Module(.base, "Base", "Rows", uses: ["Prelude"]),
        Module(.base, "Base", "JSON", uses: ["Prelude"]),
        Module(.base, "Base", "Telemetry", uses: ["Prelude", "JSON"]),
        Module(.base, "Base", "Lifecycle", uses: ["Prelude", "Telemetry", "CLinux"]),
        Module(.base, "Base", "Configuration", uses: ["Prelude"]),

        Module(.engine, "GraphQL", "GraphQLLanguage", uses: ["Prelude"]),
        Module(.engine, "GraphQL", "GraphQLSchema", uses: ["Prelude", "JSON", "GraphQLLanguage"]),
        Module(.engine, "GraphQL", "GraphQLValidation", uses: ["Prelude", "GraphQLLanguage", "GraphQLSchema"]),
        Module(
            .engine, "GraphQL", "GraphQLPlanning",
            uses: ["Prelude", "Rows", "JSON", "GraphQLLanguage", "GraphQLSchema", "GraphQLValidation"]),
        Module(
            .engine, "GraphQL", "GraphQLExecution",
            uses: [
                "Prelude", "Rows", "JSON", "GraphQLLanguage", "GraphQLSchema", "GraphQLValidation", "GraphQLPlanning",
            ]),
        Module(.engine, "EventSourcing", "EventSourcing", uses: sourcing),
        Module(.engine, "EventSourcing", "EventSourcingTesting", uses: sourcing + ["EventSourcing"]),
        Module(.engine, "Transport", "HTTP", uses: ["Prelude"]),
        Module(.engine, "Transport", "Compression", uses: ["Prelude", "CZlib"]),
        Module(.engine, "Transport", "WebSocket", uses: ["Prelude", "Compression"]),
        Module(.engine, "Security", "Cryptography", uses: ["Prelude", "JSON", "COpenSSL", "CSodium"]),

        Module(
            .adapters, "Transport", "Networking", uses: ["Prelude", "Telemetry", "Lifecycle", "CLinux", "COpenSSL"]),
        Module(
            .adapters, "Transport", "Server",
            uses: [
                "Prelude", "Telemetry", "Lifecycle", "HTTP", "WebSocket", "Compression", "Networking", "Cryptography",
            ]),
        Module(
            .adapters, "Transport", "HTTPClient",
            uses: [
                "Prelude", "Telemetry", "Lifecycle", "HTTP", "WebSocket", "Compression", "Networking", "Cryptography",
            ]),
        Module(
            .adapters, "Storage", "Database",
            uses: ["Prelude", "Rows", "JSON", "Telemetry", "Lifecycle", "EventSourcing"]),
        Module(
            .adapters, "Storage", "SQLite",
            uses: ["Prelude", "Rows", "Telemetry", "Lifecycle", "Networking", "Database", "CSQLite"]),
        Module(
            .adapters, "Storage", "Postgres",
            uses: ["Prelude", "Rows", "Telemetry", "Lifecycle", "Networking", "Database", "CPostgres"]),
        Module(
            .adapters, "Storage", "SQLiteStorage", uses: sourcing + ["Rows", "EventSourcing", "Database", "SQLite"]),
        Module(
            .adapters, "Storage", "PostgresStorage",
            uses: sourcing + ["Rows", "EventSourcing", "Networking", "Database", "Postgres"]),
        Module(
            .adapters, "Storage", "Redis",
            uses: ["Prelude", "Telemetry", "Lifecycle", "Networking", "Cryptography", "CHiredis"]),

        Module(
            .seams, "Gateway", "ContextKit",
            uses: sourcing + ["Rows", "EventSourcing", "Cryptography", "Database"] + graphQL),
        Module(
            .seams, "Gateway", "Gateway",
            uses: sourcing + [
                "Rows", "EventSourcing", "Database", "HTTP", "WebSocket", "Compression", "Cryptography", "Networking",
                "Server", "HTTPClient", "Redis", "ContextKit",
            ] + graphQL),
    ]
    + contexts.map { Module(.contexts, "Contexts", $0, uses: contextKit) }
    + [
        Module(
            .app, "App", "Composition",
            uses: sourcing + graphQL + contexts + [
                "Rows", "Configuration", "EventSourcing", "HTTP", "WebSocket", "Compression", "Cryptography",
                "Networking", "Server", "HTTPClient", "Database", "SQLite", "Postgres", "SQLiteStorage",
                "PostgresStorage", "Redis", "ContextKit", "Gateway", embedded,
            ]),
        Module(
            .app, "App", "BelvedereCLI",
            uses: sourcing + graphQL + [
                "Rows", "Configuration", "EventSourcing", "HTTP", "WebSocket", "Cryptography", "Networking", "Server",
                "HTTPClient", "Database", "ContextKit", "Gateway", "Composition",
            ]),
        Module(
            .app, "App", "LogProbe",
            uses: [
                "Prelude", "Rows", "JSON", "Lifecycle", "Networking", "EventSourcing", "Database", "SQLite",
                "SQLiteStorage",
                "Postgres", "PostgresStorage",
            ], tests: false),
        Module(
            .app, "App", "EdgeProbe", uses: ["Prelude", "Lifecycle", "HTTP", "WebSocket", "Networking", "Server"],
            tests: false),
    ]

var seen: [String: Layer] = Dictionary(uniqueKeysWithValues: libraries.map { ($0.name, Layer.libraries) })
for module in modules {
    for used in module.uses {
        guard let layer = seen[used] else {
            preconditionFailure("\(module.name) uses \(used), which does not stand above it in the table.")
        }
        precondition(layer <= module.layer, "\(module.name) may not use \(used): imports point down.")
        precondition(
            layer < .contexts || module.layer == .app, "\(module.name) may not use \(used): contexts do not meet.")
    }
    seen[module.name] = module.layer
}

// `BELVEDERE_MODULES=JSON,HTTP swift test` loads only these modules and what they stand on, which builds in seconds.
let chosen: Set<String>? = Context.environment["BELVEDERE_MODULES"].map { list in
    var wanted: Set<String> = []
    var open = list.split(separator: ",").map(String.init)
    while let name = open.popLast() {
        guard wanted.insert(name).inserted, let module = modules.first(where: { $0.name == name }) else { continue }
        open += module.uses
        // Why: the tests of everything that knows events use the given/when/then kit.
        if name == "EventSourcing" { open.append("EventSourcingTesting") }
    }
    return wanted
}
let loaded = modules.filter { chosen?.contains($0.name) ?? true }
let usesLibraries = Set(loaded.flatMap(\.uses))

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

func system(_ library: Library) -> Target {
    .systemLibrary(
        name: library.name, path: "Sources/Libraries/\(library.name)", pkgConfig: library.pkgConfig,
        providers: [.apt([library.debian])])
}

func dependencies(_ names: [String]) -> [Target.Dependency] { names.map { .byName(name: $0) } }

let targets: [Target] =
    libraries.filter { usesLibraries.contains($0.name) }.map {
        $0.name == embedded ? .target(name: embedded, path: "Sources/Libraries/\(embedded)") : system($0)
    }
    + loaded.map { module in
        let path = "Sources/\(module.area)/\(module.name)"
        return programs.contains(module.name)
            ? .executableTarget(
                name: module.name, dependencies: dependencies(module.uses), path: path, swiftSettings: settings)
            : .target(name: module.name, dependencies: dependencies(module.uses), path: path, swiftSettings: settings)
    }
    + loaded.filter(\.tests).map { module in
        .testTarget(
            name: "\(module.name)Tests",
            dependencies: dependencies(testSupport(for: module)),
            path: "Tests/\(module.area)/\(module.name)Tests", swiftSettings: settings)
    }
    + (chosen == nil || Context.environment["BELVEDERE_MODULES"] == "Architecture"
        ? [
            .testTarget(
                name: "ArchitectureTests", path: "Tests/Architecture/ArchitectureTests", swiftSettings: settings)
        ] : [])

/// A module's tests may use what the module uses, and the given/when/then kit wherever events are in reach.
func testSupport(for module: Module) -> [String] {
    let own = [module.name] + module.uses.filter { name in !libraries.contains { $0.name == name } }
    let kit = own.contains("EventSourcing") && !own.contains("EventSourcingTesting")
    return kit && loaded.contains { $0.name == "EventSourcingTesting" } ? own + ["EventSourcingTesting"] : own
}

let package = Package(
    name: "belvedere",
    products: loaded.contains { $0.name == "BelvedereCLI" }
        ? [.executable(name: "belvedere", targets: ["BelvedereCLI"])] : [],
    targets: targets,
    cLanguageStandard: .gnu2x
)
