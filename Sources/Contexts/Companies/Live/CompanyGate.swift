import ContextKit
import Database
import EventSourcing
import Rows

/// Shows a member the events of their company from where they joined to where they leave, which is the last that they
/// are shown.
struct CompanyGate: LiveGate {
    private static let left = PublicFailure("FORBIDDEN", "You are no longer in this company.")
    private static let membership = Statement("company.gate", text, columns: [.int])
    // Why with its type: a literal would be taken for plain text, and its holes for words in it.
    private static let text: SQLFragment = """
        SELECT joined_position FROM companies_members WHERE tenant_id = \(SQLType.text) \
        AND company_id = \(SQLType.text) AND user_id = \(SQLType.text)
        """

    private let viewer: ActorID
    private let joined: Int64

    /// Refuses whoever is not in the company, in the words in which it refuses when there is none.
    init(of company: String, _ scope: RequestScope) async throws(PublicFailure) {
        guard let viewer = scope.viewer.actor else { throw .unauthenticated }
        let rows = try await scope.rows(
            Self.membership, [.text(scope.viewer.tenant.text), .text(company), .text(viewer.text)],
            of: CompanyMembers.identity)
        guard rows.rowCount == 1 else { throw .forbidden }
        (self.viewer, joined) = (viewer, rows.cell(row: 0, column: 0).int)
    }

    init(viewer: ActorID, joined: Int64) {
        (self.viewer, self.joined) = (viewer, joined)
    }

    mutating func verdict(on event: RecordedEvent) -> LiveVerdict {
        guard event.position.number >= joined else { return .hidden }
        // Why not decoded is shown to nobody: what cannot be read may be the end of the membership.
        guard let happened = try? Company.codec.decode(event) else { return .hidden }
        guard case .memberRemoved(let removed) = happened, removed.user == viewer else { return .shown }
        return .last(Self.left)
    }
}
