import EventSourcing

/// Compares a history of acknowledgements with the log: nothing lost, repeated, reordered or invented.
package struct HistoryChecker {
    private var violations: [Violation] = []
    private var byCommand: [CommandKey: [RecordedEvent]] = [:]
    private var versions: [StreamKey: StreamVersion] = [:]

    private init() {}

    /// Everything that is wrong with the log after `start`, given what the writers were told.
    package static func check(
        _ history: History, against store: some EventStore, after start: GlobalPosition = .start
    ) async throws(EventStoreError) -> [Violation] {
        var checker = HistoryChecker()
        let log = try await wholeLog(of: store, after: start)
        checker.checkLog(log, after: start)
        checker.checkAnswers(history.all)
        return checker.violations
    }

    /// What is wrong with a piece of the log on its own.
    package static func check(_ log: [RecordedEvent], after start: GlobalPosition) -> [Violation] {
        var checker = HistoryChecker()
        checker.checkLog(log, after: start)
        return checker.violations
    }

    /// The log page by page, up to its head.
    package static func wholeLog(
        of store: some EventStore, after start: GlobalPosition = .start, filter: EventFilter = .everything
    ) async throws(EventStoreError) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var position = start
        while true {
            let page = try await store.read(LogQuery(after: position, filter: filter, limit: 1_000))
            events += page.events
            if page.isAtHead || page.scanned <= position { return events }
            position = page.scanned
        }
    }

    private mutating func checkLog(_ log: [RecordedEvent], after start: GlobalPosition) {
        var expected = start
        for event in log {
            expected = expected.next
            if event.position != expected {
                violations.append(Violation("position \(event.position) stands where \(expected) belongs"))
                expected = event.position
            }
            let key = StreamKey(event.tenant, event.stream)
            if let before = versions[key], event.version != before.next {
                violations.append(
                    Violation("version \(event.version) of \(event.stream) follows \(before) at \(event.position)"))
            } else if start == .start, versions[key] == nil, event.version != 1 {
                violations.append(Violation("\(event.stream) begins with version \(event.version)"))
            }
            versions[key] = event.version
            byCommand[CommandKey(event.tenant, event.metadata.command), default: []].append(event)
        }
        for (command, events) in byCommand {
            let ordinals = events.map { Int($0.metadata.id.ordinal) }
            if ordinals != Array(0..<events.count) {
                violations.append(Violation("command \(command.command) has events \(ordinals)"))
            }
            if let first = events.first, events.last?.position != first.position.advanced(by: events.count - 1) {
                violations.append(Violation("the events of command \(command.command) do not stand together"))
            }
        }
    }

    private mutating func checkAnswers(_ entries: [(append: Append, answer: History.Answer)]) {
        var told: [CommandKey: RecordedOutcome] = [:]
        var rejected: Set<CommandKey> = []
        var doubtful: Set<CommandKey> = []
        for entry in entries {
            let key = CommandKey(entry.append.tenant, entry.append.command)
            switch entry.answer {
            case .result(.appended(let outcome)):
                if told[key] != nil { violations.append(Violation("command \(key.command) took effect twice")) }
                told[key] = outcome
                checkStored(entry.append, outcome)
            case .result(.duplicate(let outcome)):
                if let first = told[key], first != outcome {
                    violations.append(Violation("the repeated command \(key.command) was told something else"))
                }
                checkStored(entry.append, outcome)
                doubtful.insert(key)
            case .result(.conflict), .result(.streamClosed), .result(.commandIDReused), .refused: rejected.insert(key)
            case .unknown: doubtful.insert(key)
            }
        }
        for key in rejected where told[key] == nil && !doubtful.contains(key) && byCommand[key] != nil {
            violations.append(Violation("command \(key.command) was rejected and is stored"))
        }
    }

    private mutating func checkStored(_ append: Append, _ outcome: RecordedOutcome) {
        let stored = byCommand[CommandKey(append.tenant, append.command)] ?? []
        if stored.map(\.position) != outcome.positions {
            violations.append(
                Violation("command \(append.command) was told \(outcome.positions) and has \(stored.map(\.position))"))
            return
        }
        let wanted = append.streams.flatMap { part in part.events.map { (part.stream, $0) } }
        for (event, want) in zip(stored, wanted)
        where event.stream != want.0 || event.body != want.1.body || event.name != want.1.name {
            violations.append(Violation("position \(event.position) is not what command \(append.command) wrote"))
        }
        for (part, version) in zip(append.streams, outcome.versions) {
            let last = stored.last { $0.stream == part.stream }?.version
            if let last, last != version {
                violations.append(Violation("command \(append.command) was told version \(version), not \(last)"))
            }
        }
    }
}
