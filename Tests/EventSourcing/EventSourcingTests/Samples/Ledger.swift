import EventSourcing
import Prelude

/// A projection for tests that reads rows, ranges and its own writes: balances, movements in order, and the last days.
///
/// Bodies: `+5`, `-3` move money of the stream's account; `poison` cannot be applied; `close` deletes the balance.
struct Ledger: Projection {
    var name: ProjectionName = "ledger"
    var codeVersion: Int32 = 1
    var filter = EventFilter(names: ["law.noted.1"])
    /// Bodies that this version of the code can apply; a repaired projection accepts poison as nothing.
    var acceptsPoison = false

    static let balances = ReadModelTable(
        "balances", key: [.init("account", .text)], columns: [.init("amount", .int), .init("moves", .int)])
    static let moves = ReadModelTable(
        "moves", key: [.init("account", .text), .init("number", .int)],
        columns: [.init("amount", .int), .init("total", .int)])
    static let merged = ReadModelTable(
        "merged", key: [.init("account", .text), .init("start", .int)], columns: [.init("count", .int)])

    var tables: [ReadModelTable] { [Self.balances, Self.moves, Self.merged] }

    func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        let body = String(decoding: event.body, as: UTF8.self)
        let account = RowValue.text(event.stream.id)
        if body == "poison" {
            if acceptsPoison { return }
            // Something is written before the poison shows: it must not stay.
            try rows.insert("moves", [account, .int(-event.position.number), .int(0), .int(0)])
            throw .poison(reason: "it says poison")
        }
        if body == "close" { return try rows.delete("balances", account) }
        guard let amount = Int64(body) else { return }
        let before = try rows.row("balances", account)
        var (total, count) = (Int64(0), Int64(0))
        if let before, case .int(let sum) = before[1], case .int(let moves) = before[2] {
            (total, count) = (sum, moves)
        }
        try rows.put("balances", [account, .int(total + amount), .int(count + 1)])
        try rows.insert("moves", [account, .int(event.position.number), .int(amount), .int(total + amount)])
        try mergeInterval(account, at: event.position.number, &rows)
    }

    /// Joins intervals of positions that are at most three apart, as sessions are joined.
    private func mergeInterval(
        _ account: RowValue, at position: Int64, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        let near = try rows.rows("merged", prefix: [account], from: .int(position - 30), through: .int(position))
        for row in near.reversed() {
            guard case .int(let start) = row[1], case .int(let count) = row[2] else { continue }
            if start + count * 3 >= position {
                return try rows.put("merged", [account, .int(start), .int(count + 1)])
            }
        }
        try rows.put("merged", [account, .int(position), .int(1)])
    }
}
