import EventSourcing
import Prelude
import Rows

/// Remembers which number stands for which tenant, category, event name and stream.
///
/// Numbers never change their meaning within one history of a database; after a restore the process starts anew.
package final class NameCache: Sendable {
    /// Limit: symbols and streams that are remembered, each; at the limit all are forgotten and learnt again.
    package static let entriesMax = 65_536

    private struct State {
        var texts: [Int64: String] = [:]
        var numbers: [String: Int64] = [:]
        var streams: [Int64: StreamName] = [:]
    }

    private let state = Lock(State())
    private let entriesMax: Int

    package init(entriesMax: Int = NameCache.entriesMax) { self.entriesMax = entriesMax }

    /// The numbers of these texts, as far as they are known here.
    package func numbers(of texts: Set<String>) -> [String: Int64] {
        state.withLock { state in
            var found: [String: Int64] = [:]
            for text in texts { if let number = state.numbers[text] { found[text] = number } }
            return found
        }
    }

    /// Remembers what the rows say and gives it back, because another caller may make the cache forget it at once.
    package func learn(symbols rows: RowBatch) -> [Int64: String] {
        var learnt: [Int64: String] = [:]
        for row in 0..<rows.rowCount {
            learnt[rows.cell(row: row, column: 0).int] = rows.string(of: rows.cell(row: row, column: 1))
        }
        state.withLock { state in
            if state.texts.count + learnt.count > entriesMax { (state.texts, state.numbers) = ([:], [:]) }
            for (number, text) in learnt { (state.texts[number], state.numbers[text]) = (text, number) }
        }
        return learnt
    }

    /// As for symbols.
    package func learn(streams rows: RowBatch) -> [Int64: StreamName] {
        var learnt: [Int64: StreamName] = [:]
        for row in 0..<rows.rowCount {
            guard let name = StreamName(rows.string(of: rows.cell(row: row, column: 1))) else { continue }
            learnt[rows.cell(row: row, column: 0).int] = name
        }
        state.withLock { state in
            if state.streams.count + learnt.count > entriesMax { state.streams = [:] }
            state.streams.merge(learnt) { _, new in new }
        }
        return learnt
    }

    package func streams(_ numbers: Set<Int64>) -> [Int64: StreamName] {
        state.withLock { state in
            var found: [Int64: StreamName] = [:]
            for number in numbers { if let name = state.streams[number] { found[number] = name } }
            return found
        }
    }

    package func texts(_ numbers: Set<Int64>) -> [Int64: String] {
        state.withLock { state in
            var found: [Int64: String] = [:]
            for number in numbers { if let text = state.texts[number] { found[number] = text } }
            return found
        }
    }
}
