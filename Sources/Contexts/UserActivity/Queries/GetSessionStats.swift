import ContextKit
import Database
import EventSourcing
import Prelude

/// `Query.sessionStats`: how many sessions there were, and how long: of one user exactly, of all by a sketch.
package enum GetSessionStats: QueryPart {
    package static let field = "Query.sessionStats"
    package static let shape = QueryShape.one
    package static var model: any ReadModel.Type { ActivitySessions.self }

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetSessionStats.self)
        assembly.object(
            "SessionStats",
            columns: [
                .init("user_id", .text, optional: true), .init("whose", .text), .init("first_day", .int),
                .init("last_day", .int),
                .init("count", .int), .init("total_seconds", .int), .init("mean_seconds", .double, optional: true),
                .init("median_seconds", .int, optional: true), .init("longest_seconds", .int, optional: true),
                .init("bounce_share", .double, optional: true), .init("relative_error", .double),
            ])
    }

    package static func admits(_ question: Question) -> Bool {
        ActivityAccess.admits(question, to: question.input.text("userId"))
    }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        let user = question.input.text("userId")
        let days = try DayRange(question.input)
        let figures: SessionFigures
        if let user {
            let hash = UserHash.bytes(tenant: question.viewer.tenant.text, user: user)
            question.depends(on: ActivitySessions.self, ["user_hash"], [.blob(hash)])
            figures = try await question.figures(of: hash, days)
        } else {
            question.depends(on: SessionDays.self)
            figures = try await question.figures(days)
        }
        let row = ResultRow(
            "SessionStats",
            [
                "user_id": user.map { .text($0) } ?? .null, "whose": .text(SessionList.whose(user)),
                "first_day": .int(days.first),
                "last_day": .int(days.last), "count": .int(figures.count), "total_seconds": .int(figures.seconds),
                "relative_error": .double(user == nil ? SketchScale.relativeError : 0),
            ])
        guard figures.count > 0 else { return [.row(row)] }
        return [
            .row(
                row.with("mean_seconds", .double(Double(figures.seconds) / Double(figures.count)))
                    .with("median_seconds", figures.median.map { .int($0) } ?? .null)
                    .with("longest_seconds", figures.longest.map { .int($0) } ?? .null)
                    .with("bounce_share", .double(Double(figures.bounces) / Double(figures.count))))
        ]
    }
}

/// What sessions come to.
struct SessionFigures: Equatable, Sendable {
    var count: Int64 = 0
    var bounces: Int64 = 0
    var seconds: Int64 = 0
    var median: Int64?
    var longest: Int64?

    init() {}

    /// Exact, with the lower one of two middle values.
    init(_ sessions: [Session]) {
        let lengths = sessions.map(\.seconds).sorted()
        count = Int64(sessions.count)
        bounces = Int64(sessions.count(where: \.isBounce))
        seconds = lengths.reduce(0, &+)
        median = lengths.isEmpty ? nil : lengths[(lengths.count - 1) / 2]
        longest = lengths.last
    }
}

extension Question {
    fileprivate func figures(of hash: [UInt8], _ days: DayRange) async throws(PublicFailure) -> SessionFigures {
        var sessions: [Session] = []
        var behind: [SQLValue] = []
        while true {
            let rows = try await rows([
                KeyRange(
                    ActivitySessions.table, prefix: [.blob(hash)], from: .int(SessionList.start(of: days.first)),
                    through: .int(SessionList.start(of: days.last + 1) - 1), behind: behind)
            ])[0]
            let (start, end, entries) = (rows.place("started_at"), rows.place("ended_at"), rows.place("entries"))
            for row in 0..<rows.count {
                sessions.append(
                    Session(start: rows.int(row, start), end: rows.int(row, end), entries: rows.int(row, entries)))
            }
            guard rows.count == KeyRange.rowsMax else { return SessionFigures(sessions) }
            behind = [rows.value(rows.count - 1, start)]
        }
    }

    fileprivate func figures(_ days: DayRange) async throws(PublicFailure) -> SessionFigures {
        let rows = try await rows([
            KeyRange(SessionDays.table, from: .int(days.first), through: .int(days.last))
        ])[0]
        var figures = SessionFigures()
        var sketch = Sketch()
        let (sessions, bounces) = (rows.place("sessions"), rows.place("bounces"))
        let (seconds, packed) = (rows.place("seconds"), rows.place("sketch"))
        for row in 0..<rows.count {
            figures.count &+= rows.int(row, sessions)
            figures.bounces &+= rows.int(row, bounces)
            figures.seconds &+= rows.int(row, seconds)
            if case .blob(let bytes) = rows.value(row, packed), let more = Sketch(packed: bytes) { sketch.merge(more) }
        }
        figures.median = sketch.percentile(thousandths: 500)
        figures.longest = sketch.percentile(thousandths: 1_000)
        return figures
    }
}
