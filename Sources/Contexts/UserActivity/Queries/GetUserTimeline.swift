import ContextKit
import Database
import EventSourcing
import Prelude

/// `Query.userTimeline`: what a user did, the newest first, the same thing done again and again as one line.
package enum GetUserTimeline: QueryPart {
    package static let field = "Query.userTimeline"
    package static let shape = QueryShape.connection
    package static var model: any ReadModel.Type { ActivityEntries.self }
    /// Limit: lines of one page, and kinds that one question names.
    static let pageMax = 100
    static let kindsMax = 50
    /// Limit: entries that one page looks through; a page that finds too little by then is short and has a next one.
    static let entriesMax = 20_000
    private static let chunk = 500

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetUserTimeline.self)
        assembly.object(
            "UserActivity",
            columns: [
                .init("kind", .text), .init("subject", .text), .init("at", .int), .init("since", .int),
                .init("collapsed", .int),
            ])
        assembly.connection("UserActivityConnection", edge: "UserActivityEdge")
    }

    package static func admits(_ question: Question) -> Bool {
        ActivityAccess.admits(question, to: question.input.text("userId"))
    }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        let input = question.input
        let user = input.text("userId") ?? ""
        let kinds = input.texts("kinds") ?? []
        guard kinds.count <= kindsMax else {
            throw PublicFailure("BAD_USER_INPUT", "`kinds` must have at most \(kindsMax) items.")
        }
        let (from, to) = (input.moment("from"), input.moment("to"))
        if let from, let to, from >= to {
            throw PublicFailure("BAD_USER_INPUT", "`to` must be later than `from`.")
        }
        let collapses = input.bool("collapse") ?? true
        let hash = UserHash.bytes(tenant: question.viewer.tenant.text, user: user)
        let bounds = [from, to].map { $0.map { String($0.microseconds) } ?? "-" }
        let list = ([user] + bounds + [collapses ? "bursts" : "all"] + kinds.sorted()).joined(separator: "\u{1}")
        let first = try question.first(max: pageMax)
        let after = try question.place(after: "after", list: list, count: 2)
        question.depends(on: ActivityEntries.self, ["user_hash"], [.blob(hash)])

        var fold = BurstFold(kinds: Set(kinds), collapses: collapses)
        var behind = after ?? []
        var (count, isDone) = (0, false)
        // Why one more: whether a burst is at its end shows only when the next one begins.
        while !isDone, fold.bursts.count <= first, count < entriesMax {
            let rows = try await question.rows([
                KeyRange(
                    ActivityEntries.table, prefix: [.blob(hash)], from: from.map { .int($0.microseconds) },
                    through: to.map { .int($0.advanced(microseconds: -1).microseconds) }, behind: behind,
                    isDescending: true, limit: chunk)
            ])[0]
            add(rows, to: &fold, until: first)
            count += rows.count
            isDone = rows.count < chunk
            if rows.count > 0 {
                behind = ["at", "position"].map { rows.value(rows.count - 1, rows.place($0)) }
            }
        }
        return [page(of: fold.bursts, first, isDone: isDone, question, list, hasPrevious: after != nil)]
    }

    private static func add(_ rows: RangeRows, to fold: inout BurstFold, until first: Int) {
        let (at, position) = (rows.place("at"), rows.place("position"))
        let (kind, subject) = (rows.place("kind"), rows.place("subject"))
        for row in 0..<rows.count where fold.bursts.count <= first {
            fold.add(
                BurstFold.Entry(
                    at: rows.int(row, at), position: rows.int(row, position), kind: rows.text(row, kind),
                    subject: rows.text(row, subject)))
        }
    }

    private static func page(
        of bursts: [BurstFold.Burst], _ first: Int, isDone: Bool, _ question: Question, _ list: String,
        hasPrevious: Bool
    ) -> QueryAnswer {
        let rows = bursts.prefix(first).map { burst in
            ResultRow(
                "UserActivity",
                [
                    "kind": .text(burst.kind), "subject": .text(burst.subject), "at": .int(burst.newest),
                    "since": .int(burst.oldest), "collapsed": .int(burst.count),
                    "cursor": .text(question.cursor([.int(burst.oldest), .int(burst.position)], list: list)),
                ])
        }
        return .page(Array(rows), hasNext: bursts.count > first || !isDone, hasPrevious: hasPrevious)
    }
}
