import Database
import EventSourcing

/// From where to where each user was in each company, also in those that they have left.
///
/// Why kept for ever: a subscription that is resumed from an earlier position is shown what its viewer could see then.
enum CompanyStays {
    static let table = TableDefinition(
        "companies_stays",
        columns: [
            .init("tenant_id", .text), .init("user_id", .text), .init("company_id", .text),
            .init("joined_position", .int), .init("left_position", .int, optional: true),
        ],
        primaryKey: ["tenant_id", "user_id", "company_id", "joined_position"])

    private static let name: TableName = "companies_stays"

    static func begin(
        _ user: ActorID, in company: String, _ event: RecordedEvent, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        // Why insert: the position of the joining is part of the key.
        try rows.insert(name, row(user, company, event, joined: .int(event.position.number), left: .null))
    }

    static func end(
        _ user: ActorID, in company: String, joined: RowValue, _ event: RecordedEvent, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        try rows.put(name, row(user, company, event, joined: joined, left: .int(event.position.number)))
    }

    private static func row(
        _ user: ActorID, _ company: String, _ event: RecordedEvent, joined: RowValue, left: RowValue
    ) -> [RowValue] {
        [.text(event.tenant.text), .text(user.text), .text(company), joined, left]
    }
}
