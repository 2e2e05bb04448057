import ContextKit
import Database
import EventSourcing
import Prelude

/// The users of a tenant. What an erased person was called is no longer in it.
package struct Users: Projection {
    package static let table = TableDefinition(
        "accounts_users",
        columns: [
            .init("tenant_id", .text), .init("id", .text), .init("email", .text, optional: true),
            .init("name", .text, optional: true), .init("phone", .text, optional: true), .init("role", .text),
            .init("status", .text), .init("registered_at", .int), .init("registered_position", .int),
            .init("updated_at", .int),
        ],
        primaryKey: ["tenant_id", "id"],
        indexes: [
            .init("accounts_users_by_email", on: ["tenant_id", "email"]),
            .init("accounts_users_by_age", on: ["tenant_id", "registered_position"]),
        ])

    private static let name: TableName = "accounts_users"

    /// The places of columns that change.
    private enum Place {
        static let email = 2
        static let name = 3
        static let phone = 4
        static let role = 5
        static let status = 6
        static let updatedAt = 9
    }

    package let name: ProjectionName = "accounts-users"
    package let codeVersion: Int32 = 1
    package let tables = [ReadModelTable(Users.table)]
    package let filter = EventFilter(categories: [UserAccount.category])

    package init() {}

    package func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        switch try UserAccount.codec.decodeForProjection(event) {
        case .registered(let registered):
            let at = RowValue.int(event.metadata.occurred.microseconds)
            try rows.put(
                Users.name,
                [
                    .text(event.tenant.text), .text(registered.user.text), Self.value(registered.email),
                    Self.value(registered.fullName), registered.phone.map(Self.value) ?? .null,
                    .text(registered.role.rawValue), .text("ACTIVE"), at, .int(event.position.number), at,
                ])
        case .profileUpdated(let updated):
            try change(updated.user, event, &rows) { row in
                if let name = updated.fullName { row[Place.name] = Self.value(name) }
                if let phone = updated.phone { row[Place.phone] = Self.value(phone) }
                if updated.removesPhone { row[Place.phone] = .null }
            }
        case .roleChanged(let changed):
            try change(changed.user, event, &rows) { $0[Place.role] = .text(changed.role.rawValue) }
        case .deactivated(let deactivated):
            try change(deactivated.user, event, &rows) { $0[Place.status] = .text("DEACTIVATED") }
        case .erased(let erased):
            try change(erased.user, event, &rows) { row in
                for place in [Place.email, Place.name, Place.phone] { row[place] = .null }
                row[Place.status] = .text("ERASED")
            }
        case .passwordChanged, .passwordRehashed: break
        }
    }

    private func change(
        _ user: ActorID, _ event: RecordedEvent, _ rows: inout RowSet, _ body: (inout [RowValue]) -> Void
    ) throws(ProjectionInterruption) {
        guard var row = try rows.row(Users.name, .text(event.tenant.text), .text(user.text)) else {
            throw .poison(reason: "there is no user \(user)")
        }
        body(&row)
        row[Place.updatedAt] = .int(event.metadata.occurred.microseconds)
        try rows.put(Users.name, row)
    }

    private static func value(_ text: Personal<String>) -> RowValue { text.value.map { .text($0) } ?? .null }
}
