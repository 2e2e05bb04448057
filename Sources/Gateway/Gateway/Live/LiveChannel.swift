import ContextKit
import EventSourcing
import Networking

/// One reading of the log for all members with equal operations on a loop.
// Safe because every member is used on the loop only.
final class LiveChannel: @unchecked Sendable {
    let operation: LiveOperation
    private weak var hub: LiveHub?
    private var members: [ObjectIdentifier: LiveMember] = [:]
    /// Everything up to here has been given to the members.
    private var cursor: Cursor
    private var task: Task<Void, Never>?

    init(_ operation: LiveOperation, after cursor: Cursor, hub: LiveHub) {
        (self.operation, self.cursor, self.hub) = (operation, cursor, hub)
    }

    func start() {
        guard let hub else { return }
        task = Task(executorPreference: hub.loop) { [self] in await run(hub) }
    }

    /// The member has seen everything up to the cursor. If the channel is further, the member would miss what lies
    /// between, so it catches up again; if it is behind, the member passes over what it knows.
    func add(_ member: LiveMember, after cursor: Cursor) {
        guard self.cursor.position <= cursor.position else { return member.begin() }
        members[ObjectIdentifier(member)] = member
        member.channel = self
    }

    func remove(_ member: LiveMember) {
        members[ObjectIdentifier(member)] = nil
        if members.isEmpty { end() }
    }

    private func run(_ hub: LiveHub) async {
        var feed = EventFeed(hub.tailer, after: cursor, filter: operation.filter, whenSlow: .catchUp)
        do throws(FeedError) {
            while !members.isEmpty {
                let batch = try await feed.next(heartbeat: hub.limits.heartbeat)
                guard let notes = await notes(on: batch) else { break }
                for event in batch.events where !members.isEmpty {
                    let position = Cursor(epoch: batch.cursor.epoch, position: event.position)
                    let note = notes[event.position]
                    // Why first: of the events of a gated feed most are for nobody here.
                    let isWanted = members.values.contains { $0.verdict(on: event, note) != .hidden }
                    let payload = isWanted ? await operation.result(of: event, note, at: position, on: hub.loop) : nil
                    // Invariant: moved together with the delivery, so whoever joins between two events misses none.
                    cursor = position
                    for member in members.values { member.take(payload, of: event, note) }
                }
                cursor = batch.cursor
                if batch.isHeartbeat { for member in members.values { member.heartbeat(batch.cursor) } }
            }
        } catch {
            let failure = LiveFailure(error)
            for member in members.values { member.fail(failure) }
        }
        end()
    }

    /// Nil if they cannot be had, after telling every client: none may be shown what it perhaps may not see.
    private func notes(on batch: FeedBatch) async -> LiveNotes? {
        do throws(PublicFailure) {
            return try await operation.notes(on: batch.events, at: batch.cursor)
        } catch {
            let failure = LiveFailure(error)
            for member in members.values { member.fail(failure) }
            return nil
        }
    }

    private func end() {
        task?.cancel()
        hub?.remove(self)
    }
}
