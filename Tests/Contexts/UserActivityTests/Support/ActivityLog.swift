import EventSourcing
import EventSourcingTesting
import Prelude

@testable import UserActivity

/// Things that users did, as events of any kind, and the tables that they give.
struct ActivityLog {
    static let minute: Int64 = 60_000_000
    static let day = Timestamp.microsecondsPerDay

    var events: [RecordedEvent] = []
    /// When the store accepted the last of them.
    private let recorded: Int64

    init(recorded: Int64 = 30 * day) {
        self.recorded = recorded
    }

    mutating func add(
        _ user: String?, at moment: Int64, name: EventName = "chat.message-sent.1", body: String = "{}",
        causation: EventID? = nil, tenant: String = "t"
    ) {
        let place = events.count
        events.append(
            RecordedEvent(
                position: GlobalPosition(Int64(place + 1)),
                stream: StreamName(stored: "chat:c\(place)", categoryBytes: 4), version: StreamVersion(1), name: name,
                schemaVersion: 1, codec: .json, body: Array(body.utf8),
                metadata: EventMetadata(
                    tenant: TenantID(validated: tenant), id: EventID(command: .derived(from: "\(place)"), ordinal: 0),
                    origin: CommandOrigin(actor: user.map { ActorID(validated: $0) }, causation: causation),
                    occurred: Timestamp(microseconds: moment), recorded: Timestamp(microseconds: recorded))))
    }

    /// Users who come often and rarely, around midnights too, in no order of time.
    static func random(seed: UInt64, count: Int) -> ActivityLog {
        var random = SeededRandom(seed: seed)
        var log = ActivityLog(recorded: 100 * day)
        let edges = (0..<40).map { Int64($0 * 3 % 70) * day + Int64(random.below(3)) * 12 * 60 * minute }
        for _ in 0..<count {
            let near = Int64(random.below(150) - 75) * minute
            log.add(
                "u\(random.below(4))", at: edges[random.below(edges.count)] + near,
                name: random.chance(70) ? "chat.message-sent.1" : "demo.note-added.1")
        }
        return log
    }
}

/// The tables as a store would have them.
struct ActivityTables: Equatable {
    private(set) var rows: [RowKey: [RowValue]] = [:]
    private(set) var parked: [GlobalPosition] = []

    init(_ events: [RecordedEvent], page: Int = 1_000) {
        for start in stride(from: 0, to: events.count, by: page) {
            apply(Array(events[start..<min(start + page, events.count)]))
        }
    }

    private mutating func apply(_ events: [RecordedEvent]) {
        var fold = ProjectionFold(UserActivityProjection(), events, parkedLanes: [])
        while case .needs(let requests) = fold.advance() {
            fold.supply(
                requests,
                requests.map { request in
                    if case .row(let key) = request { rows[key].map { [$0] } ?? [] } else { [] }
                })
        }
        parked += fold.parked.map(\.position)
        for row in fold.changed { rows[row.key] = row.after }
    }

    func numbers(_ table: TableName, _ key: RowValue...) -> [Int64]? {
        rows[RowKey(table, [.text("t")] + key)].map { row in
            row.dropFirst(key.count + 1).compactMap { if case .int(let number) = $0 { number } else { nil } }
        }
    }

    /// The sessions of one user in the order of time.
    func sessions(of user: String) -> [Session] {
        let hash = RowValue.blob(UserHash.bytes(tenant: "t", user: user))
        return rows.filter { $0.key.table == "user_activity_sessions" && $0.key.values[1] == hash }.values
            .compactMap { row in
                guard case .int(let start) = row[2], case .int(let end) = row[3], case .int(let count) = row[4] else {
                    return nil
                }
                return Session(start: start, end: end, entries: count)
            }.sorted { $0.start < $1.start }
    }

    func count(of table: TableName) -> Int { rows.keys.count { $0.table == table } }
}
