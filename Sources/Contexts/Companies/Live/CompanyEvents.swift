import ContextKit
import Database
import EventSourcing
import Prelude

/// `Subscription.companyEvents`: what happens in one company, for its members; and in all companies of the viewer, as a
/// part of `Subscription.myEvents`.
package enum CompanyEvents: LiveFeed, ViewerFeed {
    package static let field = "Subscription.companyEvents"
    package static let isGated = true
    package static let categories: Set<StreamCategory> = [Company.category]
    package static let names: Set<EventName> = [
        CompanyCreated.name, CompanyUpdated.name, CompanyMemberAdded.name, CompanyMemberRemoved.name,
    ]

    private static let ofEvery: [TableDefinition.Column] = [
        .init("name", .text), .init("position", .text), .init("company_id", .text), .init("at", .int),
        .init("actor", .text),
    ]

    package static func install(in assembly: inout Assembly) {
        assembly.feed(CompanyEvents.self)
        let types: [(name: String, columns: [TableDefinition.Column])] = [
            ("CompanyCreatedEvent", [.init("title", .text)]),
            ("CompanyUpdatedEvent", [.init("title", .text, optional: true), .init("inn", .text, optional: true)]),
            ("CompanyMemberAddedEvent", [.init("user_id", .text), .init("role", .text)]),
            ("CompanyMemberRemovedEvent", [.init("user_id", .text)]),
        ]
        for type in types { assembly.object(type.name, columns: ofEvery + type.columns) }
    }

    package static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter {
        EventFilter(names: names, stream: Company.stream(input.text("companyId") ?? ""))
    }

    package static func gate(
        _ input: Input, after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) -> (any LiveGate)? {
        try await CompanyGate(of: input.text("companyId") ?? "", after: cursor, scope)
    }

    package static func viewerGate(
        after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) -> any LiveGate {
        try await CompanyGate(of: nil, after: cursor, scope)
    }

    package static func row(
        _ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, _ input: Input
    ) -> ResultRow? { shown(event, at: cursor) }

    package static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor) -> ResultRow? {
        shown(event, at: cursor)
    }

    static func shown(_ event: RecordedEvent, at cursor: Cursor) -> ResultRow? {
        guard let happened = try? Company.codec.decode(event), let row = ownColumns(of: happened) else { return nil }
        return row.with("position", .text(cursor.description)).with("company_id", .text(event.stream.id))
            .with("at", .int(event.metadata.occurred.microseconds))
            .with("actor", .text(event.metadata.actor?.text ?? "system"))
    }

    /// The names are part of the contract and never change.
    private static func ownColumns(of event: CompanyEvent) -> ResultRow? {
        switch event {
        case .created(let created):
            ResultRow("CompanyCreatedEvent", ["name": .text("company.created"), "title": .text(created.title)])
        case .updated(let updated):
            ResultRow(
                "CompanyUpdatedEvent",
                ["name": .text("company.updated"), "title": text(updated.title), "inn": text(updated.inn)])
        case .memberAdded(let added):
            ResultRow(
                "CompanyMemberAddedEvent",
                [
                    "name": .text("company.member.added"), "user_id": .text(added.user.text),
                    "role": .text(added.role.rawValue),
                ])
        case .memberRemoved(let removed):
            ResultRow(
                "CompanyMemberRemovedEvent",
                ["name": .text("company.member.removed"), "user_id": .text(removed.user.text)])
        case .roleChanged, .groupBound, .archived: nil
        }
    }

    private static func text(_ text: String?) -> ResultRow.Value { text.map { .text($0) } ?? .null }
}
