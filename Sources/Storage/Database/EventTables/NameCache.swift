import EventSourcing
import Prelude
import Rows

/// Remembers which number stands for which tenant, category, event name and stream.
///
/// Numbers never change their meaning within one history of a database; after a restore the process starts anew.
package final class NameCache: Sendable {
    /// Limit: symbols and streams that are remembered, each; at the limit all are forgotten and learnt again.
    static let entriesMax = 65_536

    private struct State {
        var texts: [Int64: String] = [:]
        var numbers: [String: Int64] = [:]
        var streams: [Int64: StreamName] = [:]
    }

    private let state = Lock(State())

    package init() {}

    /// The numbers of these texts, as far as they are known here.
    package func numbers(of texts: Set<String>) -> [String: Int64] {
        state.withLock { state in
            var found: [String: Int64] = [:]
            for text in texts { if let number = state.numbers[text] { found[text] = number } }
            return found
        }
    }

    package func learn(symbols rows: RowBatch) {
        state.withLock { state in
            if state.texts.count + rows.rowCount > Self.entriesMax { (state.texts, state.numbers) = ([:], [:]) }
            for row in 0..<rows.rowCount {
                let (number, text) = (
                    rows.cell(row: row, column: 0).int, rows.string(of: rows.cell(row: row, column: 1))
                )
                state.texts[number] = text
                state.numbers[text] = number
            }
        }
    }

    package func learn(streams rows: RowBatch) {
        state.withLock { state in
            if state.streams.count + rows.rowCount > Self.entriesMax { state.streams = [:] }
            for row in 0..<rows.rowCount {
                let text = rows.string(of: rows.cell(row: row, column: 1))
                guard let name = StreamName(text) else { continue }
                state.streams[rows.cell(row: row, column: 0).int] = name
            }
        }
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
