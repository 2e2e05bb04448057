import EventSourcing
import JSON
import Lifecycle
import Prelude

/// Nodes that run processes while they crash between any two effects; the world outside keeps count of what was done.
package struct ProcessSimulation<Definition: ProcessDefinition>: Sendable {
    /// How the world answers an action for good, whatever happens on the way.
    package enum Fate: Sendable {
        case done
        case refused
        /// The first attempts fail without having done anything.
        case doneAfterFailures(Int)
    }

    /// How one run ended.
    package struct End: Sendable, Equatable {
        /// Each process with what became of it.
        package var statuses: [String: ProcessRecord.Status] = [:]
        /// Each process with the actions that took effect, in order.
        package var effects: [String: [String]] = [:]
    }

    private let definition: Definition
    private let inputs: [NewInput]
    private let fate: @Sendable (_ instance: String, _ action: String) -> Fate

    /// An event that the world sends to a process.
    package struct NewInput: Sendable {
        package let stream: StreamName
        package let event: NewEvent

        package init(_ stream: StreamName, _ event: NewEvent) { (self.stream, self.event) = (stream, event) }
    }

    /// `fate` must follow from its arguments alone.
    package init(
        _ definition: Definition, inputs: [NewInput],
        fate: @escaping @Sendable (_ instance: String, _ action: String) -> Fate
    ) {
        (self.definition, self.inputs, self.fate) = (definition, inputs, fate)
    }

    /// Runs to the end, with crashes and a clock that jumps an hour forward and back if asked for.
    package func run(seed: UInt64, crashes: Bool, clockJumps: Bool = false) async throws -> End {
        var run = try await Run(self, seed: seed, crashes: crashes, clockJumps: clockJumps)
        return try await run.toTheEnd()
    }

    /// Does what it is told at most once an id, and loses answers.
    private final class World: ActionDispatcher {
        private struct State {
            var random: SeededRandom
            var answers: [CommandID: ActionAnswer] = [:]
            var effects: [String: [String]] = [:]
        }

        private let state: Lock<State>
        private let fate: @Sendable (String, String) -> Fate
        private let losesAnswers: Bool

        init(seed: UInt64, losesAnswers: Bool, fate: @escaping @Sendable (String, String) -> Fate) {
            state = Lock(State(random: SeededRandom(seed: seed)))
            (self.fate, self.losesAnswers) = (fate, losesAnswers)
        }

        var effects: [String: [String]] { state.withLock { $0.effects } }

        func perform(_ request: ActionRequest) async -> ActionAnswer {
            let (instance, name) = (request.process.instance, request.action.name)
            let fate = fate(instance, name)
            return state.withLock { state in
                if losesAnswers, state.random.chance(15) { return .unknown(reason: "lost before") }
                let answer = state.answers[request.id] ?? Self.answer(fate, request.attempt)
                if state.answers.updateValue(answer, forKey: request.id) == nil, case .done = answer {
                    state.effects[instance, default: []].append(name)
                }
                if losesAnswers, state.random.chance(15) { return .unknown(reason: "lost after") }
                return answer
            }
        }

        private static func answer(_ fate: Fate, _ attempt: Int) -> ActionAnswer {
            switch fate {
            case .done: .done(.null)
            case .refused: .refused(code: "NO")
            case .doneAfterFailures(let count):
                attempt > count ? .done(.null) : .failed(reason: "attempt \(attempt)")
            }
        }
    }

    private struct Run {
        let simulation: ProcessSimulation
        let clock = ManualClock()
        let log: InMemoryEventStore
        let store: InMemoryProjectionStore
        let world: World
        let crashes: Bool
        let clockJumps: Bool
        var random: SeededRandom
        var inboxes: [ProcessInbox<Definition>?] = [nil, nil]
        var index: ProjectionWorker?
        var lives = 0
        /// How many microseconds civil time is ahead of the true one.
        var wrongBy: Int64 = 0

        init(_ simulation: ProcessSimulation, seed: UInt64, crashes: Bool, clockJumps: Bool) async throws {
            self.simulation = simulation
            (self.crashes, self.clockJumps) = (crashes, clockJumps)
            random = SeededRandom(seed: seed)
            let clock = clock
            let now: @Sendable () -> Timestamp = { clock.wallTime }
            log = InMemoryEventStore(now: now)
            store = InMemoryProjectionStore(now: now)
            world = World(seed: seed &* 17, losesAnswers: crashes, fate: simulation.fate)
            let index = ProcessIndex()
            try await store.create(
                Generation(index.name, 1), codeVersion: 1, stage: .live, at: Cursor(epoch: 1, position: 0),
                gate: .start, tables: index.tables)
            try await ProcessInbox(simulation.definition, context: context("first")).create()
        }

        func context(_ node: NodeID) -> ProcessContext {
            var fault: FaultyEventStore?
            if crashes {
                let random = Lock(SeededRandom(seed: random.peek))
                fault = FaultyEventStore(log) { _ in
                    random.withLock { random in
                        guard random.chance(10) else { return nil }
                        return [FaultyEventStore.Fault.before, .lostBefore, .lostAfter][random.below(3)]
                    }
                }
            }
            let store: any EventStore = fault ?? log
            return ProcessContext(
                node: node,
                streams: ProcessStreams(
                    store: store, batcher: Batcher(store: store, clock: Instant(clock)), clock: clock),
                store: self.store, source: StoreSource(log), dispatcher: world, clock: clock, jitter: { 0.5 })
        }

        mutating func newNode() -> NodeID {
            lives += 1
            return NodeID(validated: "node-\(lives)")
        }

        mutating func toTheEnd() async throws -> End {
            var sent = 0
            for tick in 0..<20_000 {
                if sent < simulation.inputs.count, random.chance(10) || !crashes {
                    try await send(simulation.inputs[sent])
                    sent += 1
                }
                let worked = try await tickOnce()
                if !worked { clock.advance(by: .milliseconds(400)) }
                if tick % 20 == 19, sent == simulation.inputs.count, let end = try await ended() { return end }
            }
            return try await ended(force: true) ?? End()
        }

        private func send(_ input: NewInput) async throws {
            let command = CommandID.derived(from: "input", input.stream.text, input.event.name.text)
            _ = try await log.append([
                Append(
                    tenant: "t", command: command, request: RequestHash(words: [0, 0, 0, 0]),
                    streams: [StreamAppend(to: input.stream, expected: .any, events: [input.event])])
            ])
        }

        /// Civil time is wrong by up to an hour, now another one.
        private mutating func jump() {
            let wrong = Int64(random.below(7_200) - 3_600) * 1_000_000
            clock.setTimestamp(clock.wallTime.advanced(microseconds: wrong - wrongBy))
            wrongBy = wrong
        }

        /// One effect somewhere; a failure or a crash only loses what a node had in memory.
        private mutating func tickOnce() async throws -> Bool {
            if clockJumps, random.chance(2) { jump() }
            let node = random.below(inboxes.count)
            if crashes, random.chance(8) {
                inboxes[node] = nil
                clock.advance(by: .milliseconds(random.below(3_000)))
            }
            switch random.below(3) {
            case 0:
                if inboxes[node] == nil {
                    inboxes[node] = ProcessInbox(simulation.definition, context: context(newNode()))
                }
                let worked = try? await inboxes[node]?.step()
                if worked == nil || crashes && random.chance(5) { inboxes[node] = nil }
                return worked ?? false
            case 1:
                if index == nil || crashes && random.chance(10) { index = indexWorker() }
                return await index?.step() == .worked
            default:
                let dispatch = ProcessDispatch(simulation.definition, context: context("dispatcher"))
                let due = (try? await dispatch.findDue()) ?? []
                guard !due.isEmpty else { return false }
                // Between performing an action and recording its answer a crash may come: the answer is then lost.
                return (try? await dispatch.step(due[random.below(due.count)])) ?? false
            }
        }

        private mutating func indexWorker() -> ProjectionWorker {
            let context = ProjectionContext(
                node: newNode(), store: store, reader: log, source: StoreSource(log), clock: clock)
            return ProjectionWorker(Generation(ProcessIndex().name, 1), ProcessIndex(), context: context)
        }

        /// The end, if every process has come to one.
        private func ended(force: Bool = false) async throws -> End? {
            var end = End(statuses: [:], effects: world.effects)
            let head = try await log.head().position
            let inbox = try await store.records(of: ProcessInbox<Definition>.name(of: simulation.definition.kind)).first
            guard force || inbox?.checkpoint.position == head else { return nil }
            let streams = context("judge").streams
            for instance in Set(simulation.inputs.map(\.stream.id)) {
                guard let id = ProcessID(simulation.definition.kind, "t", instance: instance) else { continue }
                let current = try await streams.current(id)
                guard current.version > .empty else { continue }
                let status = current.record.status
                guard force || status.isEnded || status == .parked else { return nil }
                end.statuses[instance] = status
            }
            return end
        }
    }
}

/// A clock on which sleeping takes no time, so that what retries inside one effect does not stop a simulation.
private struct Instant: Clock {
    let inner: ManualClock

    init(_ inner: ManualClock) { self.inner = inner }

    var now: MonotonicTime { inner.now }
    var wallTime: Timestamp { inner.wallTime }
    func sleep(until deadline: MonotonicTime) async throws { try Task.checkCancellation() }
}

extension SeededRandom {
    /// The next number without using it up.
    fileprivate var peek: UInt64 {
        var copy = self
        return copy.next()
    }
}
