import JSON
import Lifecycle
import Prelude

/// What an operator does with processes: look at them, let parked ones go on, end those that cannot.
package struct ProcessAdministration: Sendable {
    /// A process as the index shows it.
    package struct Entry: Hashable, Sendable {
        package let id: ProcessID
        package let status: ProcessRecord.Status
        package let reason: String
        package let due: Timestamp?
        package let openSteps: Int
        package let began: Timestamp
        package let changed: Timestamp
    }

    private let streams: ProcessStreams
    private let log: any EventStore
    private let store: any ProjectionStore

    package init(streams: ProcessStreams, log: any EventStore, store: any ProjectionStore) {
        (self.streams, self.log, self.store) = (streams, log, store)
    }

    /// Processes of a kind, or all of them, by kind, tenant and instance; at most `limit`.
    package func list(
        _ kind: ProcessKind? = nil, status: ProcessRecord.Status? = nil, limit: Int = 1_000
    ) async throws(ProcessError) -> [Entry] {
        do throws(ProjectionStoreError) {
            guard let live = try await store.records(of: ProcessIndex().name).first(where: { $0.stage == .live })
            else { return [] }
            let prefix = kind.map { [RowValue.text($0.text)] } ?? []
            if status == .parked { return try await parked(prefix, limit, of: live.generation) }
            let range = RowRange(ProcessIndex.processes.name, prefix: prefix)
            let rows = try await store.load([.range(range)], of: live.generation).first ?? []
            return Array(rows.compactMap(Self.entry).filter { status == nil || $0.status == status }.prefix(limit))
        } catch {
            throw .projections(error)
        }
    }

    /// Those that wait for an operator have a table of their own: they are few among many.
    private func parked(
        _ prefix: [RowValue], _ limit: Int, of generation: Generation
    ) async throws(ProjectionStoreError) -> [Entry] {
        let range = RowRange(ProcessIndex.parked.name, prefix: prefix, limit: limit)
        let parked = try await store.load([.range(range)], of: generation).first ?? []
        let keys = parked.map { RowRequest.row(RowKey(ProcessIndex.processes.name, Array($0.prefix(3)))) }
        return try await store.load(keys, of: generation).compactMap { $0.first.flatMap(Self.entry) }
    }

    /// Every transition of a process, oldest first: when, why, and what it then remembered.
    package func history(
        _ id: ProcessID
    ) async throws(ProcessError) -> [(recorded: Timestamp, cause: String, record: ProcessRecord)] {
        var history: [(Timestamp, String, ProcessRecord)] = []
        var version = StreamVersion.empty
        while true {
            let page: StreamPage
            do throws(EventStoreError) {
                page = try await log.read(StreamQuery(id.stream, in: id.tenant, .forwards(after: version)))
            } catch {
                throw .store(error)
            }
            for event in page.events {
                do throws(ProcessPoison) {
                    let transition = try ProcessTransition(event)
                    history.append((event.metadata.recorded, transition.cause, transition.record))
                } catch {
                    throw .poison(id, reason: error.reason)
                }
                version = event.version
            }
            if !page.hasMore { return history }
        }
    }

    /// Lets a parked process go on; false if it is not parked.
    package func resume(_ id: ProcessID, by actor: ActorID) async throws(ProcessError) -> Bool {
        try await speak(id, "resumed", actor) { $0.resume() }
    }

    /// Ends a process whose rest was done by hand; false if it has ended already.
    package func resolve(_ id: ProcessID, note: String, by actor: ActorID) async throws(ProcessError) -> Bool {
        try await speak(id, "resolved: \(note)", actor) { $0.resolve(note: note) }
    }

    private func speak(
        _ id: ProcessID, _ word: String, _ actor: ActorID,
        _ change: (inout ProcessMachine<SilentDefinition>) -> Bool
    ) async throws(ProcessError) -> Bool {
        let now = streams.clock.wallTime
        let record = try await streams.advance(
            id, by: { "operator \(word) \($0.version)" }, cause: word, origin: CommandOrigin(actor: actor)
        ) { current in
            guard current.version > .empty else { return nil }
            var machine = ProcessMachine(SilentDefinition(kind: id.kind), record: current.record, now: now, jitter: 0)
            return change(&machine) ? machine.record : nil
        }
        return record != nil
    }

    private static func entry(_ row: [RowValue]) -> Entry? {
        guard case .text(let kind) = row[0], case .text(let tenant) = row[1], case .text(let instance) = row[2],
            case .text(let status) = row[3], case .text(let reason) = row[4], case .int(let open) = row[6],
            case .int(let began) = row[9], case .int(let changed) = row[10],
            let status = ProcessRecord.Status(rawValue: status),
            let id = ProcessID(ProcessKind(validated: kind), TenantID(validated: tenant), instance: instance)
        else { return nil }
        var due: Timestamp?
        if case .int(let time) = row[5] { due = Timestamp(microseconds: time) }
        return Entry(
            id: id, status: status, reason: reason, due: due, openSteps: Int(open),
            began: Timestamp(microseconds: began), changed: Timestamp(microseconds: changed))
    }
}

/// Stands in where nothing is reacted to: what operators say needs no knowledge of a kind.
private struct SilentDefinition: ProcessDefinition {
    struct State: ProcessState {
        init() {}
        init(json: JSONValue) throws(ProcessPoison) {}
        var json: JSONValue { .null }
    }

    let kind: ProcessKind
    let filter = EventFilter(names: [])

    func instance(for event: RecordedEvent) -> String? { nil }
    func react(
        _ state: inout State, to input: ProcessInput, now: Timestamp
    ) throws(ProcessPoison) -> [ProcessEffect] { [] }
}
