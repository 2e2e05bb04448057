import ContextKit
import Database

/// `Query.companyByInn`
package enum CompanyByINN: LookupPart {
    package static let field = "Query.companyByInn"

    package static func install(in assembly: inout Assembly) {
        assembly.lookup(Self.self)
        assembly.needs((any CompanyRegistry).self, by: Self.self)
        assembly.object(
            "RegisteredCompany",
            columns: [.init("inn", .text), .init("title", .text), .init("address", .text, optional: true)])
    }

    package static func rows(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> [ResultRow] {
        guard procedure.viewer.actor != nil else { throw .unauthenticated }
        let inn = input.text("inn") ?? ""
        let violations = CompanyInput.check(inn: inn)
        // Why before the call: a number with wrong check digits is nobody's, and calls cost.
        guard violations.isEmpty else { throw PublicFailure(violations) }
        let registry = try procedure.port((any CompanyRegistry).self)
        do throws(RegistryFailure) {
            return try await registry.company(inn: inn).map { [$0.row] } ?? []
        } catch {
            throw .unavailable(retryAfterMilliseconds: 2_000)
        }
    }
}

/// `Query.suggestCompanies`
package enum SuggestCompanies: LookupPart {
    package static let field = "Query.suggestCompanies"
    package static let isMany = true
    /// Limit: suggestions of one answer.
    private static let limit = 10
    /// Limit: bytes of what is asked for.
    private static let textBytes = 2...100

    package static func rows(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> [ResultRow] {
        guard procedure.viewer.actor != nil else { throw .unauthenticated }
        let text = input.text("query") ?? ""
        guard textBytes.contains(text.utf8.count) else {
            throw PublicFailure(
                "BAD_USER_INPUT", "`query` must have \(textBytes.lowerBound) to \(textBytes.upperBound) bytes.")
        }
        let registry = try procedure.port((any CompanyRegistry).self)
        do throws(RegistryFailure) {
            return try await registry.suggestions(for: text, limit: limit).map(\.row)
        } catch {
            throw .unavailable(retryAfterMilliseconds: 2_000)
        }
    }
}

extension RegisteredCompany {
    fileprivate var row: ResultRow {
        ResultRow(
            "RegisteredCompany",
            ["inn": .text(inn), "title": .text(title), "address": address.map { .text($0) } ?? .null])
    }
}
