import ContextKit
import Database
import EventSourcing
import Prelude

/// `SessionStats.sessions`: the sessions that were counted, those that began last first.
package enum GetSessions: QueryPart {
    package static let field = "SessionStats.sessions"
    package static let shape = QueryShape.connection
    package static let parentColumns: [SQLName] = ["whose", "first_day", "last_day"]
    package static var model: any ReadModel.Type { ActivitySessions.self }
    /// Limit: sessions of one page.
    static let pageMax = 200

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetSessions.self)
        assembly.object(
            "UserSession",
            columns: [
                .init("user_hash", .text), .init("started_at", .int), .init("ended_at", .int),
                .init("seconds", .int), .init("entries", .int), .init("is_provisional", .bool),
            ])
        assembly.connection("UserSessionConnection", edge: "UserSessionEdge")
    }

    /// Whoever was shown the figures may see what they are made of.
    package static func admits(_ question: Question) -> Bool { question.viewer.actor != nil }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        let first = try question.first(max: pageMax)
        var answers: [QueryAnswer] = []
        for parent in parents {
            guard let asked = SessionList(parent, tenant: question.viewer.tenant.text) else {
                throw PublicFailure("INTERNAL", "Internal server error")
            }
            answers.append(try await page(asked, first, question))
        }
        return answers
    }

    private static func page(
        _ asked: SessionList, _ first: Int, _ question: Question
    ) async throws(PublicFailure) -> QueryAnswer {
        let after = try question.place(after: "after", list: asked.list, count: asked.placeColumns.count)
        if let hash = asked.hash {
            question.depends(on: ActivitySessions.self, ["user_hash"], [.blob(hash)])
        } else {
            question.depends(on: ActivitySessions.self)
        }
        let rows = try await question.rows([asked.range(behind: after ?? [], limit: first + 1)])[0]
        let (hash, entries) = (rows.place("user_hash"), rows.place("entries"))
        let (start, end) = (rows.place("started_at"), rows.place("ended_at"))
        let places = asked.placeColumns.map { rows.place($0) }
        let shown = (0..<min(first, rows.count)).map { row -> ResultRow in
            let session = Session(start: rows.int(row, start), end: rows.int(row, end), entries: rows.int(row, entries))
            var name = ""
            if case .blob(let bytes) = rows.value(row, hash) { name = UserHash.text(bytes) }
            let settled = Timestamp(microseconds: session.end).advanced(microseconds: Session.gap + Session.lateness)
            return ResultRow(
                "UserSession",
                [
                    "user_hash": .text(name), "started_at": .int(session.start), "ended_at": .int(session.end),
                    "seconds": .int(session.seconds), "entries": .int(session.entries),
                    "is_provisional": .bool(question.now <= settled),
                    "cursor": .text(question.cursor(places.map { rows.value(row, $0) }, list: asked.list)),
                ])
        }
        return .page(shown, hasNext: rows.count > first, hasPrevious: after != nil)
    }
}

/// Whose sessions of which days are listed, and in which order they lie.
struct SessionList: Equatable, Sendable {
    /// Nil for everybody.
    let hash: [UInt8]?
    let days: DayRange

    /// From the columns of the figures that the list belongs to.
    init?(_ parent: [SQLValue], tenant: String) {
        guard parent.count == 3, case .int(let first) = parent[1], case .int(let last) = parent[2] else { return nil }
        days = DayRange(first: first, last: last)
        guard case .text(let whose) = parent[0] else { return nil }
        hash =
            whose.isEmpty
            ? nil : UserHash.bytes(tenant: tenant, user: String(decoding: whose.dropFirst(), as: UTF8.self))
    }

    /// How the column of the figures says whose they are; nobody's for everybody.
    static func whose(_ user: String?) -> String { user.map { "=" + $0 } ?? "" }

    /// Tells the cursors of this list from those of others.
    var list: String { "\(hash.map { UserHash.text($0) } ?? "-")/\(days.first)/\(days.last)" }

    var placeColumns: [SQLName] { hash == nil ? ["started_at", "user_hash"] : ["started_at"] }

    func range(behind: [SQLValue], limit: Int) -> KeyRange {
        let (from, through) = (Self.start(of: days.first), Self.start(of: days.last + 1) - 1)
        return KeyRange(
            ActivitySessions.table, by: hash == nil ? "by_start" : nil, prefix: hash.map { [.blob($0)] } ?? [],
            from: .int(from), through: .int(through), behind: behind, isDescending: true, limit: limit)
    }

    /// When a day begins; saturates at the ends of what can be counted.
    static func start(of day: Int64) -> Int64 {
        let (start, isTooFar) = day.multipliedReportingOverflow(by: Timestamp.microsecondsPerDay)
        return isTooFar ? (day < 0 ? .min + 1 : .max) : start
    }
}
