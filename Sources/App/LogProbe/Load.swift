import EventSourcing
import Lifecycle
import Prelude

/// The events that are measured with: 320 bytes of JSON each, unlike names, one tenant.
struct Load: Sendable {
    static let body = Array(("{\"note\":\"" + String(repeating: "x", count: 309) + "\"}").utf8)

    /// Every process has commands of its own.
    private let salt = UInt64.random(in: 1...UInt64.max)

    func append(_ number: Int, to stream: Int, events: Int = 1, expected: ExpectedVersion = .any) -> Append {
        let name = StreamName("order", CommandID(UniqueID(high: salt, low: UInt64(stream))))
        let event = NewEvent(name: "orders.order-placed.1", body: Self.body)
        return Append(
            tenant: "acme", command: CommandID(UniqueID(high: salt &+ 1, low: UInt64(number))),
            request: RequestHash(words: [UInt64(number), 1, 2, 3]),
            streams: [StreamAppend(to: name, expected: expected, events: Array(repeating: event, count: events))])
    }

    /// So many writers at once, each appending to its own stream until the time is over.
    func commands(
        _ name: String, on store: any EventStore, writers: Int, seconds: Int
    ) async throws {
        let batcher = Batcher(store: store, clock: SystemClock())
        let end = SystemClock.now + .seconds(seconds)
        let report = Report(name)
        let latencies = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var latencies: [Int64] = []
                    var version = StreamVersion.empty
                    while SystemClock.now < end {
                        let began = SystemClock.now
                        let number = 1 << 40 + writer << 24 + latencies.count
                        let append = append(number, to: 10_000 + writer, expected: .exact(version))
                        let result = try await batcher.append(append, deadline: began + .seconds(10))
                        guard case .appended = result else { throw ProbeError.refused("an append") }
                        version = version.next
                        latencies.append((SystemClock.now - began).wholeNanoseconds)
                    }
                    return latencies
                }
            }
            return try await group.reduce(into: [Int64]()) { $0 += $1 }
        }
        report.end(latencies.count, latencies: latencies)
    }

    /// Appends of many events each, a few at once.
    func bulk(_ name: String, on store: any EventStore, writers: Int, appends: Int, events: Int) async throws {
        let report = Report(name)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for index in 0..<appends {
                        let number = 1 << 50 + writer << 24 + index
                        let results = try await store.append([append(number, to: 1_000 + writer, events: events)])
                        guard case .appended? = results.first else { throw ProbeError.refused("a bulk append") }
                    }
                }
            }
            try await group.waitForAll()
        }
        report.end(writers * appends * events)
    }

    /// The whole log in pages, as a rebuild reads it.
    func read(_ name: String, from store: any EventStore, upTo count: Int) async throws {
        let report = Report(name)
        var (position, seen, bytes) = (GlobalPosition.start, 0, 0)
        while seen < count {
            let page = try await store.read(LogQuery(after: position, limit: 5_000))
            if page.events.isEmpty { break }
            for event in page.events { bytes &+= event.body.count }
            guard page.events[0].position == position.next else { throw ProbeError.refused("a gap at \(position)") }
            position = page.scanned
            seen += page.events.count
        }
        report.end(seen)
    }
}

/// Why a measurement was broken off.
enum ProbeError: Error {
    case refused(String)
}
