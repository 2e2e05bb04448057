import EventSourcing
import Lifecycle
import Metering
import Prelude

/// Writes the usages of a plan, and the price books that they are priced by, into the log.
///
/// Why not a command each: what nobody else has sent needs no idempotency of its own. Every usage still passes the
/// rules of `RecordAiUsage`; a thousand of them are one append under an id that follows from the plan, so that a
/// generation that was interrupted goes on where it was, and a second one changes nothing.
package struct DemoUsage: Sendable {
    private let store: any EventStore
    private let tenant: TenantID
    private let clock: any Clock
    private static let actor: ActorID = "demo"

    package init(_ store: any EventStore, tenant: TenantID, clock: any Clock) {
        (self.store, self.tenant, self.clock) = (store, tenant, clock)
    }

    package enum Failure: Error, CustomStringConvertible {
        case refused(String)

        package var description: String {
            switch self {
            case .refused(let reason): "The generated data was not accepted: \(reason)"
            }
        }
    }

    /// Appends what is not there yet; `progress` is told how many usages are.
    package func write(_ plan: UsagePlan, progress: (Int) -> Void) async throws {
        let handle = HandleCommand(store: store, batcher: Batcher(store: store, clock: clock), clock: clock)
        // Why the books' time and not the clock's: whoever generates the same plan again, also days later, must come to
        // the same usages.
        let end = try await publish(plan, through: handle)
        var generator = UsageGenerator(plan, until: end)
        var open: [AiUsageRecorded] = []
        var (chunk, written) = (0, 0)
        for hour in 0..<generator.hourCount {
            open += generator.usages(ofHour: hour)
            let isLast = hour == generator.hourCount - 1
            while open.count >= Self.chunkMax || (isLast && !open.isEmpty) {
                let part = Array(open.prefix(Self.chunkMax))
                open.removeFirst(part.count)
                try await append(part, chunk, of: plan, until: end)
                chunk += 1
                written += part.count
                progress(written)
            }
        }
    }

    /// Limit: usages of one append.
    private static let chunkMax = EventStoreLimits.eventsPerAppendMax

    private func append(
        _ usages: [AiUsageRecorded], _ chunk: Int, of plan: UsagePlan, until end: Timestamp
    ) async throws {
        var streams: [StreamName: [NewEvent]] = [:]
        var order: [StreamName] = []
        let circumstances = Circumstances(
            now: end, tenant: tenant, command: id(plan, "\(chunk)", 0), caller: .system(Self.actor),
            version: .empty)
        for usage in usages {
            let command = RecordAiUsage(usage)
            if let violation = command.violations().first { throw Failure.refused(violation.message) }
            let events = try command.decide(UsageHour(), circumstances).events
            if streams[command.stream] == nil { order.append(command.stream) }
            streams[command.stream, default: []] += events.map { UsageHour.codec.encode($0) }
        }
        // Why in parts: an append may write to so many streams only.
        for (part, start) in stride(from: 0, to: order.count, by: EventStoreLimits.streamsPerAppendMax).enumerated() {
            let names = order[start..<min(start + EventStoreLimits.streamsPerAppendMax, order.count)]
            try await send(names.map { ($0, streams[$0] ?? []) }, id(plan, "\(chunk)", part))
        }
    }

    private func send(_ streams: [(StreamName, [NewEvent])], _ id: CommandID) async throws {
        let append = Append(
            tenant: tenant, command: id, request: RequestHash(of: Array("demo-usage".utf8)),
            origin: CommandOrigin(actor: Self.actor),
            streams: streams.map { StreamAppend(to: $0.0, expected: .any, events: $0.1) })
        switch try await store.append([append]).first {
        case .appended, .duplicate: return
        case .commandIDReused, .conflict, .streamClosed, nil:
            throw Failure.refused("another append has its id")
        }
    }

    private func id(_ plan: UsagePlan, _ step: String, _ part: Int) -> CommandID {
        .derived(from: "demo-usage", "\(plan.seed)", "\(plan.usages)", "\(plan.days)", step, "\(part)")
    }
}

extension DemoUsage {
    /// Two books: the first for ever, and from the middle of the time on a lower price, tiers and an allowance. Gives
    /// when the last of them was recorded, now or long ago.
    private func publish(_ plan: UsagePlan, through handle: HandleCommand) async throws -> Timestamp {
        let middle = clock.wallTime.advanced(microseconds: -Int64(plan.days) * Timestamp.microsecondsPerDay / 2)
        let books = [
            PriceBookPublished(
                effectiveFrom: Timestamp(microseconds: 1_577_836_800_000_000),
                entries: UsagePlan.models.flatMap { Self.entries(of: $0) }),
            PriceBookPublished(
                effectiveFrom: middle.day.midnight, entries: Self.entries(of: UsagePlan.models[0], isLower: true)),
        ]
        for (place, book) in books.enumerated() {
            let id = id(plan, "book", place)
            if try await store.outcome(of: id, in: tenant) != nil { continue }
            let outcome = try await handle(
                CommandEnvelope(
                    PublishPriceBook(book), id: id, tenant: tenant, caller: .system(Self.actor),
                    deadline: clock.now + .seconds(30)))
            guard outcome.receipt != nil else { throw Failure.refused("\(outcome)") }
        }
        let last = try await store.outcome(of: id(plan, "book", books.count - 1), in: tenant)
        guard let position = last?.position,
            let book = try await store.read(LogQuery(after: position.advanced(by: -1), limit: 1)).events.first
        else { throw Failure.refused("its price book is gone") }
        return book.metadata.recorded
    }

    private static func entries(of model: UsagePlan.Model, isLower: Bool = false) -> [PriceEntry] {
        func entry(_ kind: TokenKind, _ price: Int64) -> PriceEntry {
            isLower
                ? PriceEntry(
                    provider: model.provider, model: model.name, kind: kind, picoUSD: price * 4 / 5,
                    tiers: [.init(from: 50_000_000, picoUSD: price * 3 / 5)], freeTokens: 1_000_000, discount: 250)
                : PriceEntry(provider: model.provider, model: model.name, kind: kind, picoUSD: price)
        }
        return [
            entry(.prompt, model.prices.prompt), entry(.cachedPrompt, model.prices.cached),
            entry(.completion, model.prices.completion), entry(.reasoning, model.prices.completion),
        ]
    }
}

extension CalendarDay {
    fileprivate var midnight: Timestamp {
        Timestamp(microseconds: Int64(daysSinceEpoch) * Timestamp.microsecondsPerDay)
    }
}
