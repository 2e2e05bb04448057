import Chat
import Database
import EventSourcing
import Rows

/// Reads the chats of a company from the lists of chats.
struct StoredCompanyChats: ChatsOfCompanies {
    enum Failure: Error {
        /// The lists are not as far as they have to be; they will be.
        case behind
    }

    private static let found = Statement("chats of a company", text, columns: [.text], reach: .scan)
    private static let text: SQLFragment = """
        SELECT chat_id FROM chat_members WHERE tenant_id = \(SQLType.text) AND user_id = \(SQLType.text) \
        AND company_id = \(SQLType.text)
        """

    private let storage: NodeStorage

    init(_ storage: NodeStorage) { self.storage = storage }

    func chats(
        of company: String, with user: ActorID, in tenant: TenantID, asOf position: GlobalPosition
    ) async throws -> [String] {
        let records = try await storage.projections.records(of: Members.projection.name)
        guard let live = records.first(where: { $0.stage == .live }), live.checkpoint.position >= position else {
            throw Failure.behind
        }
        let rows = try await storage.reader.rows(
            Self.found, [.text(tenant.text), .text(user.text), .text(company)], in: ReadScope(tenant: tenant.text))
        return (0..<rows.rowCount).map { rows.string(of: rows.cell(row: $0, column: 0)) }
    }
}
