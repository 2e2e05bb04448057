/// Applies a batch of events to rows in memory; asks for the rows that it needs, performs nothing itself.
///
/// First pass: every event runs until it needs a row; all needs are answered by one read. Second pass: the events run
/// in order for real. A need that only shows then starts another round from that event on. A projection that takes a
/// batch as a whole does so first; if anything in it is poison, the events are applied one by one after all.
package struct ProjectionFold: Sendable {
    /// What the fold wants.
    package enum Progress: Sendable {
        case needs([RowRequest])
        case done
    }

    /// Limit: rounds that one event may take before it counts as poison.
    package static let roundsPerEventMax = 64

    private let projection: any Projection
    private let events: [RecordedEvent]
    private var rows: RowSet
    private var place = 0
    private var rounds = 0
    private var lanes: Set<String>
    /// Events of which the store does not take what they come to, and why.
    private let refused: [GlobalPosition: String]
    /// What is left to be applied as a whole; nil from then on, and for projections that do not.
    private var batch: (any ProjectionBatch)?
    /// Events that could not be applied or queue behind such a one.
    package private(set) var parked: [ParkedEvent] = []
    package private(set) var appliedCount = 0

    /// `parkedLanes` have an event parked already: their events queue behind it.
    package init(
        _ projection: any Projection, _ events: [RecordedEvent], parkedLanes: Set<String>,
        refused: [GlobalPosition: String] = [:]
    ) {
        (self.projection, self.events, lanes, self.refused) = (projection, events, parkedLanes, refused)
        rows = RowSet(tables: projection.tables)
        // Why only then: behind a parked event it has to be decided for each whether it may be applied.
        if events.count > 1, refused.isEmpty, parkedLanes.isEmpty || !events.contains(where: { isParked($0) }) {
            batch = projection.batch(of: events)
        }
    }

    package var positions: [GlobalPosition] { events.map(\.position) }

    private func isParked(_ event: RecordedEvent) -> Bool { lanes.contains(projection.lane(of: event)) }

    /// The rows that the batch changed.
    package var changed: [ChangedRow] { rows.changed }

    /// Goes on as far as the rows at hand allow.
    package mutating func advance() -> Progress {
        if let progress = advanceBatch() { return progress }
        while place < events.count {
            let event = events[place]
            let lane = projection.lane(of: event)
            if lanes.contains(lane) {
                park(event, lane, attempts: 0, reason: "")
                continue
            }
            if let reason = refused[event.position] {
                park(event, lane, attempts: 1, reason: reason)
                continue
            }
            let mark = rows.mark
            do throws(ProjectionInterruption) {
                try projection.apply(event, to: &rows)
                appliedCount += 1
                (place, rounds) = (place + 1, 0)
            } catch {
                rows.rollBack(to: mark)
                switch error {
                case .poison(let reason): park(event, lane, attempts: 1, reason: reason)
                case .needs(let request):
                    rounds += 1
                    if rounds <= Self.roundsPerEventMax { return .needs(needs(from: request)) }
                    park(event, lane, attempts: 1, reason: "it asks for rows without end")
                }
            }
        }
        return .done
    }

    /// Takes in the rows that were asked for.
    package mutating func supply(_ requests: [RowRequest], _ answers: [[[RowValue]]]) {
        precondition(requests.count == answers.count, "Each request has an answer.")
        rows.supply(requests, answers)
    }

    /// The batch as a whole; nil when there is none, or when it holds poison.
    private mutating func advanceBatch() -> Progress? {
        guard var batch else { return nil }
        do throws(ProjectionInterruption) {
            try batch.run(&rows)
            self.batch = nil
            (place, appliedCount) = (events.count, events.count)
            return .done
        } catch {
            rows.rollBack(to: 0)
            let missing = rows.takeMissing()
            rounds += 1
            if case .needs(let request) = error, rounds <= Self.roundsPerEventMax {
                self.batch = batch
                return .needs([request] + missing)
            }
            (self.batch, rounds) = (nil, 0)
            return nil
        }
    }

    private mutating func park(_ event: RecordedEvent, _ lane: String, attempts: Int32, reason: String) {
        lanes.insert(lane)
        parked.append(
            ParkedEvent(
                key: lane, position: event.position, name: event.name, attempts: attempts,
                reason: reason.storable))
        (place, rounds) = (place + 1, 0)
    }

    /// What this event and those after it need, as far as that shows without the rows.
    private mutating func needs(from first: RowRequest) -> [RowRequest] {
        var wanted: [RowRequest] = []
        var seen: Set<RowRequest> = []
        func want(_ requests: [RowRequest]) {
            for request in requests where seen.insert(request).inserted { wanted.append(request) }
        }
        want([first] + rows.takeMissing())
        let mark = rows.mark
        for event in events[(place + 1)...] where !lanes.contains(projection.lane(of: event)) {
            let before = rows.mark
            do throws(ProjectionInterruption) {
                try projection.apply(event, to: &rows)
            } catch {
                rows.rollBack(to: before)
                if case .needs(let request) = error { want([request] + rows.takeMissing()) }
            }
        }
        rows.rollBack(to: mark)
        return wanted
    }
}
