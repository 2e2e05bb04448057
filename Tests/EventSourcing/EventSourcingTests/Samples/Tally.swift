import EventSourcing

/// A projection for tests that takes a batch as a whole: the sum of each account. `poison` cannot be applied.
struct Tally: BatchedProjection {
    let name: ProjectionName = "tally"
    let codeVersion: Int32 = 1
    let filter = EventFilter(names: ["law.noted.1"])
    let tables = [ReadModelTable("sums", key: [.init("account", .text)], columns: [.init("amount", .int)])]

    func events(_ events: [RecordedEvent]) -> Batch { Batch(events: events) }

    struct Batch: ProjectionBatch {
        let events: [RecordedEvent]
        var sums: [String: Int64] = [:]
        var isRead = false

        mutating func run(_ rows: inout RowSet) throws(ProjectionInterruption) {
            if !isRead {
                for event in events {
                    guard let amount = Int64(String(decoding: event.body, as: UTF8.self)) else {
                        throw .poison(reason: "it is no number")
                    }
                    sums[event.stream.id, default: 0] += amount
                }
                isRead = true
            }
            try rows.require(sums.keys.map { .row(RowKey("sums", [.text($0)])) })
            for (account, more) in sums {
                var sum = more
                if case .int(let before)? = try rows.row("sums", .text(account))?[1] { sum += before }
                try rows.put("sums", [.text(account), .int(sum)])
            }
        }
    }
}
