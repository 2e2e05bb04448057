import ContextKit
import Database

/// Adds rows of days up to groups, the newest day first, as far as a page needs.
///
/// Rows come in runs that share all groups: a run is added up whole and then told in the order of its groups. So memory
/// is bounded by a page and a run, whatever the table holds.
struct DailyFold: Sendable {
    /// One group with what it came to.
    struct Group: Equatable, Sendable {
        let key: [SQLValue]
        var totals: UsageTotals
    }

    /// Limit: rows of one read.
    private static let chunk = 1_000
    /// Limit: rows that one page may take; whoever needs more asks for fewer groups or a shorter time.
    private static let rowsMax = 200_000

    let question: DailyQuestion
    /// How many groups are wanted, one more than a page shows.
    private let wanted: Int
    /// The group after which the page begins.
    private let after: [SQLValue]?
    private(set) var groups: [Group] = []
    private(set) var isDone = false
    private var run: [[SQLValue]: UsageTotals] = [:]
    private var runKey: [SQLValue] = []
    private var last: [SQLValue] = []
    private var rowCount = 0

    init(_ question: DailyQuestion, wanted: Int, after: [SQLValue]? = nil) {
        (self.question, self.wanted, self.after) = (question, wanted, after)
    }

    /// What is to be read next.
    var range: KeyRange {
        let source = question.source
        let count = question.runColumns
        // Why the first columns: those of a run are the first of its groups as well, in the same order.
        let behind = last.isEmpty ? after.map { runValues(of: $0, count) } ?? [] : last
        return KeyRange(
            source.table, by: source.index, prefix: source.prefix, from: question.from.map { .int($0) },
            through: question.through.map { .int($0) }, behind: behind, includesBehind: last.isEmpty,
            isDescending: true, limit: Self.chunk)
    }

    /// Takes in what was read.
    mutating func add(_ rows: RangeRows) throws(PublicFailure) {
        let order = question.source.order.map { rows.place($0) }
        let groupPlaces = question.groupColumns.map { rows.place($0) }
        let totalPlaces = UsageTotals.columns.map { rows.place($0.name) }
        let (provider, model) = (rows.place("provider"), rows.place("model"))
        let bot = question.source.table == DailyUsageOfTenant.table ? nil : rows.place("bot_id")
        for row in 0..<rows.count {
            let key = order.prefix(question.runColumns).map { rows.value(row, $0) }
            if key != runKey {
                finishRun()
                if groups.count >= wanted { break }
                runKey = key
            }
            if let wanted = question.provider, rows.text(row, provider) != wanted { continue }
            if let wanted = question.model, rows.text(row, model) != wanted { continue }
            if let wanted = question.bot, let bot, rows.text(row, bot) != wanted { continue }
            let group = groupPlaces.map { rows.value(row, $0) }
            guard let sum = run[group, default: UsageTotals()].adding(UsageTotals(rows, row, places: totalPlaces))
            else {
                throw PublicFailure("INTERNAL", "Internal server error")
            }
            run[group] = sum
        }
        rowCount += rows.count
        if rows.count < Self.chunk { finishRun() }
        isDone = groups.count >= wanted || rows.count < Self.chunk
        if rows.count > 0 { last = order.map { rows.value(rows.count - 1, $0) } }
        guard isDone || rowCount < Self.rowsMax else {
            throw PublicFailure(
                "BAD_USER_INPUT", "That is more than one answer adds up: ask for a shorter time or by less.")
        }
    }

    private mutating func finishRun() {
        let sorted = run.map { Group(key: $0.key, totals: $0.value) }.sorted { Self.precedes($1.key, $0.key) }
        groups += sorted.filter { group in after.map { Self.precedes(group.key, $0) } ?? true }
        run = [:]
    }

    private func runValues(of group: [SQLValue], _ count: Int) -> [SQLValue] {
        let columns = question.groupColumns
        return question.source.order.prefix(count).compactMap { name in
            columns.firstIndex(of: name).map { group[$0] }
        }
    }

    private static func precedes(_ left: [SQLValue], _ right: [SQLValue]) -> Bool {
        for (one, other) in zip(left, right) where one != other {
            switch (one, other) {
            case (.int(let one), .int(let other)): return one < other
            case (.text(let one), .text(let other)): return one.lexicographicallyPrecedes(other)
            default: return false
            }
        }
        return false
    }
}

extension Question {
    /// Reads until every fold has what it needs, each time for all of them at once.
    func fill(_ folds: [DailyFold]) async throws(PublicFailure) -> [DailyFold] {
        var folds = folds
        while true {
            let open = folds.indices.filter { !folds[$0].isDone }
            if open.isEmpty { return folds }
            let read = try await rows(open.map { folds[$0].range })
            for (place, rows) in zip(open, read) { try folds[place].add(rows) }
        }
    }
}
