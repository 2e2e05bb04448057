import EventSourcing
import JSON

/// The one stream of the benchmark's log: a row of ticks, about which nothing has to be remembered.
struct Ticker: Aggregate {
    /// A ticker never says no.
    enum Refusal: Error, Equatable {}

    static let category: StreamCategory = "bench.ticker"
    static let stream = StreamName(stored: "bench.ticker:1", categoryBytes: 12)
    static let codec = EventCodec<Ticked>([.init(Ticked.self) { $0 }]) { $0 }

    init() {}

    mutating func apply(_ event: Ticked) {}
}

/// A tick was published.
struct Ticked: EventPayload, Equatable {
    static let name: EventName = "bench.ticked.1"
    let id: Int64

    init(id: Int64) { self.id = id }

    init(_ body: EventBody) throws(EventBodyError) { id = try body.int("id") }

    func write(to body: inout JSONWriter) { body.member("id", id) }
}
