import ContextKit
import Database

/// One window of one group, as it is shown.
struct SeriesPoint: Equatable, Sendable {
    let start: Int64
    let group: String
    var window: Window
}

extension Question {
    /// Limit: stored windows that one answer may add up.
    private static let rowsMax = 200_000
    /// Limit: points of one answer.
    private static let pointsMax = 10_000

    /// The windows that are asked for, in the order of time and then of their groups.
    func points(_ asked: SeriesQuestion) async throws(PublicFailure) -> [SeriesPoint] {
        depends(on: UsageWindows.self)
        var found: [Int64: [String: Window]] = [:]
        var behind: [SQLValue] = []
        var count = 0
        while true {
            let rows = try await rows([asked.range(behind: behind)])[0]
            let (start, series) = (rows.place("start"), rows.place("series"))
            let places = Window.columns.map { rows.place($0.name) }
            for row in 0..<rows.count {
                guard let group = asked.group(of: rows.text(row, series)) else { continue }
                let place = asked.start(of: rows.int(row, start))
                found[place, default: [:]][group, default: Window()].merge(Window(rows, row, places))
            }
            count += rows.count
            guard rows.count == KeyRange.rowsMax else { break }
            behind = [rows.value(rows.count - 1, start), rows.value(rows.count - 1, series)]
            guard count < Self.rowsMax else {
                throw PublicFailure("BAD_USER_INPUT", "That is more than one answer adds up: ask for a shorter time.")
            }
        }
        if input.bool("fillGaps") == true { try fill(&found, asked) }
        let points = found.sorted { $0.key < $1.key }.flatMap { start, groups in
            groups.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
                SeriesPoint(start: start, group: $0.key, window: $0.value)
            }
        }
        guard points.count <= Self.pointsMax else { throw Self.tooManyPoints }
        return points
    }

    private static let tooManyPoints = PublicFailure(
        "BAD_USER_INPUT", "That is more points than one answer may have: ask for longer buckets.")

    private func fill(
        _ found: inout [Int64: [String: Window]], _ asked: SeriesQuestion
    ) throws(PublicFailure) {
        var groups = Set(found.values.flatMap(\.keys))
        if groups.isEmpty, asked.group == nil { groups = [""] }
        let starts = asked.starts
        let (count, isTooLarge) = groups.count.multipliedReportingOverflow(by: starts.count)
        // Why before: what is refused in the end must not have been built.
        guard !isTooLarge, count <= Self.pointsMax else { throw Self.tooManyPoints }
        for start in starts {
            for group in groups where found[start]?[group] == nil { found[start, default: [:]][group] = Window() }
        }
    }
}

extension Window {
    /// A row that was read; a sketch that cannot be read counts for nothing.
    init(_ rows: RangeRows, _ row: Int, _ places: [Int]) {
        func sketch(_ place: Int) -> Sketch {
            guard case .blob(let packed) = rows.value(row, place) else { return Sketch() }
            return Sketch(packed: packed) ?? Sketch()
        }
        let numbers = [0, 1, 2, 3, 4, 6, 7, 8].map { rows.int(row, places[$0]) }
        self.init(numbers, [sketch(places[5]), sketch(places[9])])
    }
}
