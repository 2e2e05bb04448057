import ContextKit
import EventSourcing
import Prelude

/// Keeps the companies and their members, in one step an event.
struct CompanyProjection: Projection {
    /// The places of columns that change.
    private enum Place {
        static let title = 2
        static let inn = 3
        static let status = 4
        static let group = 5
        static let memberCount = 6
        static let updatedAt = 9
        static let role = 3
        static let joinedPosition = 5
    }

    private static let companies: TableName = "companies_profiles"
    private static let members: TableName = "companies_members"

    let name: ProjectionName = "companies"
    let codeVersion: Int32 = 2
    let tables = [
        ReadModelTable(CompanyProfiles.table), ReadModelTable(CompanyMembers.table), ReadModelTable(CompanyStays.table),
    ]
    let filter = EventFilter(categories: [Company.category])

    func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        switch try Company.codec.decodeForProjection(event) {
        case .created(let created):
            try rows.put(Self.companies, Self.row(of: created, event))
            try rows.put(Self.members, Self.row(created.company, created.owner, .owner, event))
            try CompanyStays.begin(created.owner, in: created.company, event, &rows)
        case .updated(let updated):
            try change(updated.company, event, &rows) { row in
                if let title = updated.title { row[Place.title] = .text(title) }
                if let inn = updated.inn { row[Place.inn] = .text(inn) }
            }
        case .memberAdded(let added):
            try rows.put(Self.members, Self.row(added.company, added.user, added.role, event))
            try CompanyStays.begin(added.user, in: added.company, event, &rows)
            try change(added.company, event, &rows) { Self.count(&$0, by: 1) }
        case .memberRemoved(let removed): try remove(removed, event, &rows)
        case .roleChanged(let changed): try change(changed, event, &rows)
        case .groupBound(let bound):
            try change(bound.company, event, &rows) { $0[Place.group] = .text(bound.group) }
        case .archived(let archived):
            try change(archived.company, event, &rows) { $0[Place.status] = .text("ARCHIVED") }
        }
    }

    private func remove(
        _ removed: CompanyMemberRemoved, _ event: RecordedEvent, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        let key: [RowValue] = [.text(event.tenant.text), .text(removed.company), .text(removed.user.text)]
        guard let member = try rows.row(RowKey(Self.members, key)) else {
            throw .poison(reason: "there is no member \(removed.user) in \(removed.company)")
        }
        try CompanyStays.end(
            removed.user, in: removed.company, joined: member[Place.joinedPosition], event, &rows)
        try rows.delete(Self.members, key[0], key[1], key[2])
        try change(removed.company, event, &rows) { Self.count(&$0, by: -1) }
    }

    private func change(
        _ company: String, _ event: RecordedEvent, _ rows: inout RowSet, _ body: (inout [RowValue]) -> Void
    ) throws(ProjectionInterruption) {
        guard var row = try rows.row(Self.companies, .text(event.tenant.text), .text(company)) else {
            throw .poison(reason: "there is no company \(company)")
        }
        body(&row)
        row[Place.updatedAt] = .int(event.metadata.occurred.microseconds)
        try rows.put(Self.companies, row)
    }

    private func change(
        _ changed: CompanyMemberRoleChanged, _ event: RecordedEvent, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        let key: [RowValue] = [.text(event.tenant.text), .text(changed.company), .text(changed.user.text)]
        guard var row = try rows.row(RowKey(Self.members, key)) else {
            throw .poison(reason: "there is no member \(changed.user) in \(changed.company)")
        }
        row[Place.role] = .text(changed.role.rawValue)
        try rows.put(Self.members, row)
    }

    private static func count(_ row: inout [RowValue], by change: Int64) {
        guard case .int(let count) = row[Place.memberCount] else { return }
        row[Place.memberCount] = .int(count + change)
    }

    private static func row(of created: CompanyCreated, _ event: RecordedEvent) -> [RowValue] {
        let at = RowValue.int(event.metadata.occurred.microseconds)
        return [
            .text(event.tenant.text), .text(created.company), .text(created.title),
            created.inn.map { .text($0) } ?? .null, .text("ACTIVE"), .null, .int(1), at,
            .int(event.position.number), at,
        ]
    }

    private static func row(
        _ company: String, _ user: ActorID, _ role: CompanyRole, _ event: RecordedEvent
    ) -> [RowValue] {
        [
            .text(event.tenant.text), .text(company), .text(user.text), .text(role.rawValue),
            .int(event.metadata.occurred.microseconds), .int(event.position.number),
        ]
    }
}
