import ContextKit
import Database
import EventSourcing
import GraphQLPlanning
import Lifecycle
import Prelude
import Redis
import Rows
import Telemetry

@testable import Gateway

/// What one node knows and keeps, with a clock that stands still.
final class CacheWorld: Sendable {
    static let model: ProjectionName = "notes"
    static let tag = ChangeTag(hash: 7)
    static let rules: UInt64 = 99

    let clock: ManualClock
    let progress: ReadModelProgress
    let coverage = ChangeCoverage()
    let tags = TagClock()
    let cache: QueryCache
    let metrics = MetricsRegistry()
    private let luck = Lock(1.0)

    init(shared: SharedCache? = nil, clock: ManualClock = ManualClock()) async throws {
        self.clock = clock
        progress = ReadModelProgress(store: InMemoryProjectionStore(now: { clock.wallTime }), clock: clock)
        try await progress.refresh()
        let luck = luck
        cache = QueryCache(
            bytesMax: 1 << 20, tags: tags, models: ModelKnowledge(coverage, progress, staleMax: .seconds(5)),
            shared: shared, clock: clock, meter: CacheMeter(metrics), random: { luck.withLock { $0 } })
    }

    /// The random number of those who decide whether an answer is read again early.
    func setLuck(_ number: Double) { luck.withLock { $0 = number } }

    /// A notice of a projection, as it is taken on every node.
    func tell(
        _ after: Int64, _ to: Int64, changing tags: [ChangeTag] = [], term: Int64 = 1, generation: Int32 = 1,
        epoch: UInt32 = 1
    ) {
        let notice = CacheWorld.notice(after, to, term: term, generation: generation, epoch: epoch)
        take(tags, notice.changedAt, notice)
    }

    func take(_ tags: [ChangeTag], _ changedAt: GlobalPosition, _ notice: ChangeNotice) {
        self.tags.note(tags, changedAt: changedAt)
        _ = coverage.note(notice)
        progress.note(notice.projection, at: notice.cursor)
    }

    static func notice(
        _ after: Int64, _ to: Int64, term: Int64 = 1, generation: Int32 = 1, epoch: UInt32 = 1
    ) -> ChangeNotice {
        func place(_ number: Int64) -> Cursor {
            Cursor(epoch: LogEpoch(epoch), position: GlobalPosition(number))
        }
        return ChangeNotice(
            generation: Generation(model, generation), term: term, after: place(after), cursor: place(to))
    }

    static func question(_ key: String = "k", seconds: Int = 60) throws -> CacheQuestion {
        CacheQuestion(
            key: Array(key.utf8), model: model, policy: CachePolicy(seconds: seconds, scope: .tenant),
            queries: [Query(Statement("note", "SELECT 1", columns: [.int]))])
    }

    static func result(_ text: String) -> LoadResult {
        var rows = RowBatch(columnCount: 1)
        rows.append(text: text)
        rows.endRow()
        return .all(rows)
    }

    static func read(_ text: String, at position: Int64, tags: [ChangeTag] = [tag]) -> CachedRead {
        CachedRead(result: result(text), asOf: GlobalPosition(position), tags: tags)
    }

    /// Asks for an answer and waits for what the cache says.
    func find(_ key: String = "k", seconds: Int = 60) async throws -> CacheAnswer {
        let question = try CacheWorld.question(key, seconds: seconds)
        return await withUnsafeContinuation { continuation in
            cache.find(question) { continuation.resume(returning: $0) }
        }
    }

    /// The answer's text, or what is read then and at which position.
    func ask(_ key: String = "k", reading text: String, at position: Int64, seconds: Int = 60) async throws -> String {
        let answer = try await find(key, seconds: seconds)
        if let kept = answer.text { return kept }
        answer.flight?.landed(CacheWorld.read(text, at: position))
        return "read \(text)"
    }
}

extension CacheAnswer {
    var text: String? {
        guard case .kept(let read, _) = self else { return nil }
        return read.result.text
    }

    var flight: (any CacheFlight)? {
        switch self {
        case .kept(_, let flight), .missing(let flight): flight
        case .failed: nil
        }
    }

    var isFailure: Bool { if case .failed = self { true } else { false } }
}

extension LoadResult {
    /// The text of the first cell.
    var text: String { rows.rowCount == 0 ? "" : rows.string(of: rows.cell(row: 0, column: 0)) }
}
