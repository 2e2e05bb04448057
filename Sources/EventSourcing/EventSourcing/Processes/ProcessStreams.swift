import Lifecycle
import Prelude

/// Reads and writes the streams of processes, one transition at a time, each at most once.
package struct ProcessStreams: Sendable {
    /// A process as its stream has it.
    package struct Current: Sendable {
        package let record: ProcessRecord
        package let version: StreamVersion
    }

    /// Limit: how often a transition is tried while others change the process.
    static let attemptsMax = 50

    private let store: any EventStore
    private let batcher: Batcher
    let clock: any Clock

    package init(store: any EventStore, batcher: Batcher, clock: any Clock) {
        (self.store, self.batcher, self.clock) = (store, batcher, clock)
    }

    /// Where a process is now; a fresh record for one that has not begun.
    package func current(_ id: ProcessID) async throws(ProcessError) -> Current {
        let page: StreamPage
        do throws(EventStoreError) {
            page = try await store.read(StreamQuery(id.stream, in: id.tenant, .backwards(before: nil), limit: 1))
        } catch {
            throw .store(error)
        }
        guard let last = page.events.first else { return Current(record: ProcessRecord(), version: page.version) }
        do throws(ProcessPoison) {
            return Current(record: try ProcessTransition(last).record, version: page.version)
        } catch {
            throw .poison(id, reason: error.reason)
        }
    }

    /// Moves a process on by one input; `change` says what it then remembers, nil for nothing.
    ///
    /// `input` names what came in, so that the same input moves a process once however often it comes.
    func advance(
        _ id: ProcessID, by input: (Current) -> String, cause: String, origin: CommandOrigin = CommandOrigin(),
        _ change: (Current) -> ProcessRecord?
    ) async throws(ProcessError) -> ProcessRecord? {
        for _ in 0..<Self.attemptsMax {
            let current = try await current(id)
            guard let record = change(current) else { return nil }
            let append = Append(
                tenant: id.tenant, command: .derived(from: "process", id.description, input(current)),
                request: RequestHash(of: Array(id.stream.text.utf8)),
                origin: origin,
                streams: [
                    StreamAppend(
                        to: id.stream, expected: .exact(current.version),
                        events: [ProcessTransition(cause: cause, record: record).event])
                ])
            switch try await send(append) {
            case .appended: return record
            case .duplicate, .commandIDReused, .streamClosed: return nil
            case .conflict: continue
            }
        }
        throw .contended(id)
    }

    func epoch() async throws(ProcessError) -> LogEpoch {
        do throws(EventStoreError) {
            return try await store.head().epoch
        } catch {
            throw .store(error)
        }
    }

    func event(at position: GlobalPosition) async throws(ProcessError) -> RecordedEvent? {
        do throws(EventStoreError) {
            return try await store.read(LogQuery(after: position.advanced(by: -1), limit: 1)).events.first
        } catch {
            throw .store(error)
        }
    }

    /// When the newest event of the log was recorded; the beginning of time for an empty log.
    func lastRecorded() async throws(ProcessError) -> Timestamp {
        let head: GlobalPosition
        do throws(EventStoreError) {
            head = try await store.head().position
        } catch {
            throw .store(error)
        }
        guard head > .start else { return Timestamp(microseconds: 0) }
        return try await event(at: head)?.metadata.recorded ?? Timestamp(microseconds: 0)
    }

    private func send(_ append: Append) async throws(ProcessError) -> AppendResult {
        do throws(EventStoreError) {
            return try await batcher.append(append, deadline: clock.now + .seconds(10))
        } catch {
            throw .store(error)
        }
    }
}
