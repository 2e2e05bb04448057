import ContextKit
import EventSourcing

/// `Subscription.ticks`
enum Ticks: LiveFeed {
    static let field = "Subscription.ticks"
    static let access = AccessRule.anyone

    static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter {
        EventFilter(stream: Ticker.stream)
    }

    static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, _ input: Input) -> ResultRow? {
        guard let ticked = try? Ticker.codec.decode(event) else { return nil }
        return ResultRow("Tick", ["id": .int(ticked.id), "text": .text("A tick of the benchmark.")])
    }
}
