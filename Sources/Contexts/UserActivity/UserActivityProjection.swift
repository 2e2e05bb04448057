import ContextKit
import Database
import EventSourcing

/// Keeps everything that is known of what users did: entries, sessions, and how many were active when.
///
/// Why one projection for all tables: an entry, the session that it belongs to and the day that it counts for change in
/// one transaction.
package struct UserActivityProjection: BatchedProjection {
    package let name: ProjectionName = "user-activity"
    package let codeVersion: Int32 = 1
    package let tables = [
        ReadModelTable(ActivityEntries.table), ReadModelTable(ActivitySessions.table),
        ReadModelTable(ActivitySessions.starts), ReadModelTable(SessionDays.table),
        ReadModelTable(EngagementWindows.table), ReadModelTable(EngagementWindows.users),
        ReadModelTable(RetentionWeeks.table),
    ]
    /// Every domain event with an actor is something that somebody did.
    package let filter = EventFilter.everything

    package init() {}

    package func events(_ events: [RecordedEvent]) -> ActivityBatch { ActivityBatch(events) }
}

/// What a batch of events says that people did, and what it comes to.
package struct ActivityBatch: ProjectionBatch {
    private let events: [RecordedEvent]
    private var activities: [(person: SessionFold.Person, activity: Activity, position: Int64)] = []
    private var isRead = false
    private var isFolded = false
    private var sessions = SessionFold()
    private var engagement = EngagementFold()
    private var days: [RowKey: SessionDays.Change] = [:]

    init(_ events: [RecordedEvent]) {
        self.events = events
    }

    package mutating func run(_ rows: inout RowSet) throws(ProjectionInterruption) {
        try read()
        if !isFolded {
            let entries = activities.map { SessionFold.Entry(person: $0.person, at: $0.activity.at) }
            try engagement.load(Set(entries.map(\.person)), &rows)
            try sessions.load(entries, &rows)
            for entry in entries {
                sessions.add(entry)
                engagement.add(entry.person, Session.day(of: entry.at))
            }
            days = sessions.changes()
            isFolded = true
        }
        try rows.require((engagement.keys + days.keys).map { .row($0) })
        for (key, change) in days {
            if let row = try change.row(key, after: try rows.row(key)) {
                try rows.put(key.table, row)
            } else {
                try rows.delete(key.table, key.values[0], key.values[1])
            }
        }
        try engagement.put(in: &rows)
        try sessions.put(in: &rows)
        for (person, activity, position) in activities {
            // Why: the position is part of the key, so no such row can be there.
            try rows.insert(
                "user_activity_entries",
                [
                    person.tenant, person.hash, .int(activity.at), .int(position), .text(activity.kind),
                    .text(activity.subject),
                ])
        }
    }

    private struct Name: Hashable {
        let tenant: TenantID
        let user: String
    }

    private mutating func read() throws(ProjectionInterruption) {
        guard !isRead else { return }
        var people: [Name: SessionFold.Person] = [:]
        for event in events {
            guard let activity = try Self.activity(event) else { continue }
            let name = Name(tenant: event.tenant, user: activity.user)
            let person =
                people[name]
                ?? SessionFold.Person(
                    tenant: .text(event.tenant.text),
                    hash: .blob(UserHash.bytes(tenant: event.tenant.text, user: activity.user)))
            people[name] = person
            activities.append((person, activity, event.position.number))
        }
        isRead = true
    }

    private static func activity(_ event: RecordedEvent) throws(ProjectionInterruption) -> Activity? {
        do throws(EventBodyError) {
            return try Activity(event)
        } catch {
            throw .poison(reason: "\(event.name) cannot be read: \(error)")
        }
    }
}
