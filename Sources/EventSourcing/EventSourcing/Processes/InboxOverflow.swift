import Lifecycle

/// The inputs that their processes cannot take now, kept beside the inbox's checkpoint until they can.
///
/// Why not in the process: it writes everything it remembers with each transition. Why at all: without it one process
/// that waits for an operator, or cannot be read, would hold up all others of its kind.
struct InboxOverflow: Sendable {
    /// A look through everything that waits, because some process has room again.
    struct Sweep: Sendable {
        /// Everything up to here has been looked at.
        var after: GlobalPosition
        /// The processes that still have room.
        var open: Set<String>
    }

    /// The first waiting input of each process; its later ones must not overtake it.
    private(set) var lanes: [String: GlobalPosition] = [:]
    private(set) var count = 0
    /// What the next commit writes.
    private(set) var parked: [ParkedEvent] = []
    private(set) var settled: [GlobalPosition] = []
    /// When it is looked whether somebody has room.
    var check: MonotonicTime
    var sweep: Sweep?

    init(check: MonotonicTime) { self.check = check }

    var hasNews: Bool { !parked.isEmpty || !settled.isEmpty }

    func holds(_ key: String) -> Bool { lanes[key] != nil }

    func isDue(at now: MonotonicTime) -> Bool { sweep != nil || !lanes.isEmpty && now >= check }

    /// What is stored already.
    mutating func remember(_ stored: [ParkedEvent]) {
        for event in stored where lanes[event.key] == nil { lanes[event.key] = event.position }
        count += stored.count
    }

    mutating func park(_ event: RecordedEvent, _ key: String, reason: String) {
        parked.append(
            ParkedEvent(key: key, position: event.position, name: event.name, attempts: 0, reason: reason.storable))
        if lanes[key] == nil { lanes[key] = event.position }
        count += 1
    }

    mutating func settle(_ event: ParkedEvent) {
        settled.append(event.position)
        count -= 1
    }

    /// A process has no room for this one of its inputs.
    mutating func stop(at event: ParkedEvent) {
        lanes[event.key] = event.position
        sweep?.open.remove(event.key)
        if sweep?.open.isEmpty ?? false { sweep = nil }
    }

    /// Everything has been looked at: whoever still has room has nothing left here.
    mutating func finish() {
        for key in sweep?.open ?? [] { lanes[key] = nil }
        sweep = nil
    }

    mutating func committed() { (parked, settled) = ([], []) }
}
