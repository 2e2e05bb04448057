import Prelude

/// Keeps the newest records, for tests and for the console's log page.
package final class InMemoryLog: LogSink {
    private let records = Lock<[LogRecord]>([])
    private let countMax: Int

    package init(countMax: Int = 1000) { self.countMax = countMax }

    package func write(_ record: LogRecord) {
        records.withLock { records in
            if records.count >= countMax { records.removeFirst(max(countMax / 10, 1)) }
            records.append(record)
        }
    }

    package var all: [LogRecord] { records.withLock { $0 } }

    package var messages: [String] { all.map(\.message) }
}
