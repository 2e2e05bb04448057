/// A registry with a few invented companies, for a node that reaches no real one.
package struct SimulatedRegistry: CompanyRegistry {
    package static let companies = [
        RegisteredCompany(inn: "7700000009", title: "Belvedere Trading", address: "Moscow"),
        RegisteredCompany(inn: "7800000002", title: "Neva Shipping", address: "Saint Petersburg"),
        RegisteredCompany(inn: "500100732259", title: "Ivanova (sole proprietor)", address: "Moscow region"),
    ]

    package init() {}

    package func company(inn: String) async throws(RegistryFailure) -> RegisteredCompany? {
        Self.companies.first { $0.inn == inn }
    }

    package func suggestions(for text: String, limit: Int) async throws(RegistryFailure) -> [RegisteredCompany] {
        let wanted = Self.folded(text)
        let found = Self.companies.filter { company in
            company.inn.hasPrefix(text) || Self.holds(Self.folded(company.title), wanted)
        }
        return Array(found.prefix(limit))
    }

    private static func folded(_ text: String) -> [UInt8] { Array(text.lowercased().utf8) }

    private static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard !part.isEmpty, part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
