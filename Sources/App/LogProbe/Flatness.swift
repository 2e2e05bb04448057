import EventSourcing
import Glibc
import Lifecycle
import Prelude

/// Exports a long log and builds a read model from it, and looks at how much memory that takes on the way.
struct Flatness {
    /// Limit: how much more memory the second half may take than the first, in KiB. Buffers grow once by half of it,
    /// some time on the way, and then no more: the same with one million events and with two and a half.
    private static let growthMax = 64 << 10

    private let store: ProbeStore

    init(_ place: String, _ migrations: String) async throws { store = try await ProbeStore(place, migrations) }

    /// Fills the log up to so many events, then measures; false if memory grew with the log.
    func run(events: Int) async throws -> Bool {
        try await fill(events)
        let export = try await export(events)
        let rebuild = try await rebuild(events)
        return export && rebuild
    }

    private func fill(_ count: Int) async throws {
        let load = Load()
        let report = Report("fill")
        var number = Int(try await store.events.head().position.number)
        while number < count {
            let stream = (number / 1_000) % 997
            let appends = (0..<10).map { load.append(1 << 51 + number + $0, to: stream + $0, events: 100) }
            let results = try await store.events.append(appends)
            guard case .appended? = results.last else { throw ProbeError.refused("a filling append") }
            number += 1_000
        }
        report.end(count)
    }

    private func export(_ count: Int) async throws -> Bool {
        let report = Report("export")
        let memory = MemoryHalves()
        var bytes = 0
        let done = try await LogExport(store.events).run(after: .start) { page in
            bytes += page.count
            return true
        } progress: { state in
            memory.look(at: Double(state.scanned.number) / Double(max(1, state.head.number)))
        }
        report.end(done.written)
        return memory.tell("export of \(done.written) events, \(bytes >> 20) MiB")
    }

    private func rebuild(_ count: Int) async throws -> Bool {
        let projection = Counter()
        let rebuild = Rebuild(store: store.projections, log: store.events)
        let first = Generation(projection.name, 1)
        if try await store.projections.records(of: projection.name).isEmpty {
            try await store.projections.create(
                first, codeVersion: 1, stage: .live, at: try await start(), gate: .start, tables: projection.tables)
        }
        let generation = try await rebuild.start(projection)
        let clock = SystemClock()
        let context = ProjectionContext(
            node: "flatness", store: store.projections, reader: store.events, source: StoreSource(store.events),
            clock: clock)
        var worker = ProjectionWorker(generation, projection, context: context)
        let report = Report("rebuild")
        let memory = MemoryHalves()
        let head = Double(max(1, try await store.events.head().position.number))
        while worker.status.stage != .live {
            let step = await worker.step()
            if case .failed(let reason) = step { throw ProbeError.refused(reason) }
            memory.look(at: Double(worker.status.checkpoint.number) / head)
        }
        report.end(worker.status.appliedCount)
        await worker.release()
        return memory.tell("rebuild from \(worker.status.appliedCount) events")
    }

    private func start() async throws -> Cursor { Cursor(epoch: try await store.events.head().epoch, position: .start) }

    /// The most memory in the first half of some work, after it has warmed up, and in the second.
    private final class MemoryHalves {
        private var first = 0
        private var second = 0

        func look(at share: Double) {
            guard share >= 0.1 else { return }
            if share <= 0.5 { first = max(first, Self.resident) } else { second = max(second, Self.resident) }
        }

        func tell(_ work: String) -> Bool {
            Report.talk("\(work): \(first >> 10) MiB in the first half, \(second >> 10) MiB in the second\n")
            return second - first <= Flatness.growthMax
        }

        /// In KiB; without the pages of the store's file that are mapped, which belong to the system.
        private static var resident: Int {
            guard let file = fopen("/proc/self/status", "re") else { return 0 }
            defer { fclose(file) }
            var buffer = [CChar](repeating: 0, count: 256)
            while fgets(&buffer, 256, file) != nil {
                let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                let words = line.split { $0 == " " || $0 == "\t" }
                if words.count > 1, words[0] == "RssAnon:" { return Int(words[1]) ?? 0 }
            }
            return 0
        }
    }
}

/// How many events each stream has.
private struct Counter: Projection {
    let name: ProjectionName = "flatness"
    let codeVersion: Int32 = 1
    let filter = EventFilter(names: ["orders.order-placed.1"])
    let tables = [ReadModelTable("flatness_counts", key: [.init("stream", .text)], columns: [.init("count", .int)])]

    func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        let stream = RowValue.text(event.stream.text)
        var count: Int64 = 0
        if let row = try rows.row("flatness_counts", stream), case .int(let before) = row[1] { count = before }
        try rows.put("flatness_counts", [stream, .int(count + 1)])
    }
}
