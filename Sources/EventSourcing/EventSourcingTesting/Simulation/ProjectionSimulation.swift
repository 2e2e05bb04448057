import EventSourcing
import Lifecycle
import Prelude

/// Nodes that fight for a projection while they crash, hang, lose answers and are rebuilt, one effect at a time in an
/// order that a seed decides; in the end the rows must be those of a rebuild from zero.
package struct ProjectionSimulation: Sendable {
    /// Gives the body of the next event.
    package typealias Bodies = @Sendable (inout SeededRandom) -> String

    private struct Node {
        var worker: ProjectionWorker?
        var lives = 0
        var isFrozen = false
    }

    private let projection: any Projection
    private let bodies: Bodies
    private let streams: Int
    private let ticks: Int

    package init(_ projection: any Projection, streams: Int = 4, ticks: Int = 150, bodies: @escaping Bodies) {
        (self.projection, self.streams, self.ticks, self.bodies) = (projection, streams, ticks, bodies)
    }

    /// Runs one order of things; what is wrong at the end names the seed.
    package func violations(seed: UInt64) async -> [Violation] {
        do {
            var run = Run(self, seed: seed)
            try await run.begin()
            for _ in 0..<ticks { try await run.tick() }
            try await run.drain()
            return try await run.judge().map { Violation("\($0) (seed \(seed))") }
        } catch {
            return [Violation("the simulation threw \(error) (seed \(seed))")]
        }
    }

    private struct Run {
        let simulation: ProjectionSimulation
        let clock = ManualClock()
        let log: InMemoryEventStore
        let store: InMemoryProjectionStore
        let faults: Lock<SeededRandom>
        var random: SeededRandom
        var nodes = [Node(), Node(), Node()]
        var checkpoints: [Generation: GlobalPosition] = [:]
        var complaints: [Violation] = []
        var rebuilds = 0
        var faultPercent = 6

        init(_ simulation: ProjectionSimulation, seed: UInt64) {
            self.simulation = simulation
            random = SeededRandom(seed: seed)
            faults = Lock(SeededRandom(seed: seed &* 31))
            let clock = clock
            let now: @Sendable () -> Timestamp = { clock.wallTime }
            log = InMemoryEventStore(now: now)
            store = InMemoryProjectionStore(now: now)
        }

        var name: ProjectionName { simulation.projection.name }

        mutating func begin() async throws {
            try await store.create(
                Generation(name, 1), codeVersion: 1, stage: .live, at: Cursor(epoch: 1, position: 0), gate: .start,
                tables: simulation.projection.tables)
        }

        mutating func tick() async throws {
            let index = random.below(nodes.count)
            switch random.below(100) {
            case 0..<20: try await append()
            case 20..<80: try await step(index)
            case 80..<84: nodes[index].worker = nil
            case 84..<88: nodes[index].isFrozen.toggle()
            case 88..<94: clock.advance(by: .milliseconds(random.below(6_000)))
            case 94..<96: _ = try await store.judge(live(), key: nil, verdict: .retry)
            case 96..<98: try await store.setPaused(random.chance(50), live())
            default: try await rebuild()
            }
            try await watchCheckpoints()
        }

        private mutating func append() async throws {
            var batch: [Append] = []
            for _ in 0...random.below(6) {
                let stream = StreamName(stored: "acc:\(random.below(simulation.streams))", categoryBytes: 3)
                let body = simulation.bodies(&random)
                batch.append(
                    Append(
                        tenant: "t", command: CommandID(UniqueID(high: random.next(), low: random.next())),
                        request: RequestHash(words: [0, 0, 0, 0]),
                        streams: [
                            StreamAppend(
                                to: stream, expected: .any,
                                events: [NewEvent(name: "law.noted.1", body: Array(body.utf8))])
                        ]))
            }
            _ = try await log.append(batch)
        }

        private mutating func step(_ index: Int) async throws {
            guard !nodes[index].isFrozen else { return }
            if nodes[index].worker == nil { nodes[index].worker = try await newWorker(index) }
            _ = await nodes[index].worker?.step()
        }

        /// A node that comes to life works on one of the generations there are.
        private mutating func newWorker(_ index: Int) async throws -> ProjectionWorker? {
            nodes[index].lives += 1
            let open = try await store.records(of: name).filter { $0.stage != .retired }
            guard !open.isEmpty else { return nil }
            var limits = ProjectionLimits()
            limits.batchEvents = 1 + random.below(9)
            limits.rebuildEvents = 1 + random.below(20)
            let percent = faultPercent
            let faulty = FaultyProjectionStore(store) { [faults] in
                faults.withLock { random in
                    guard random.chance(percent) else { return nil }
                    return random.chance(50) ? .before : .after
                }
            }
            let context = ProjectionContext(
                node: NodeID(validated: "node-\(index)-\(nodes[index].lives)"), store: faulty, reader: log,
                source: StoreSource(log), clock: clock, limits: limits)
            return ProjectionWorker(open[random.below(open.count)].generation, simulation.projection, context: context)
        }

        private mutating func rebuild() async throws {
            guard rebuilds < 3 else { return }
            rebuilds += 1
            _ = try await Rebuild(store: store, log: log).start(simulation.projection)
        }

        private func live() async throws -> Generation {
            try await store.records(of: name).first { $0.stage == .live }?.generation ?? Generation(name, 1)
        }

        private mutating func watchCheckpoints() async throws {
            let records = try await store.records(of: name)
            if records.count(where: { $0.stage == .live }) != 1 {
                complaints.append(Violation("\(records.count { $0.stage == .live }) generations are live"))
            }
            for record in records {
                if record.checkpoint.position < checkpoints[record.generation] ?? .start {
                    complaints.append(Violation("the checkpoint of \(record.generation) moved back"))
                }
                checkpoints[record.generation] = record.checkpoint.position
            }
        }

        /// Lets every node work without faults until there is nothing left to do.
        mutating func drain() async throws {
            faultPercent = 0
            for record in try await store.records(of: name) { try await store.setPaused(false, record.generation) }
            let head = try await log.head().position
            for _ in 0..<3_000 {
                let records = try await store.records(of: name).filter { $0.stage != .retired }
                if records.allSatisfy({ $0.stage == .live && $0.checkpoint.position == head }) { return }
                for index in nodes.indices {
                    nodes[index].isFrozen = false
                    if await nodes[index].worker?.step() != .worked { nodes[index].worker = nil }
                    try await step(index)
                }
                clock.advance(by: .milliseconds(500))
                try await watchCheckpoints()
            }
            complaints.append(Violation("the nodes do not get to the end of the log"))
        }

        /// Compares what is stored with what one pass over the whole log gives.
        mutating func judge() async throws -> [Violation] {
            let events = try await HistoryChecker.wholeLog(of: log, filter: simulation.projection.filter)
            let model = InMemoryProjectionStore { Timestamp(microseconds: 0) }
            var fold = ProjectionFold(simulation.projection, events, parkedLanes: [])
            while case .needs(let requests) = fold.advance() { fold.supply(requests, requests.map { _ in [] }) }
            let generation = Generation(name, 1)
            try await model.create(
                generation, codeVersion: 1, stage: .live, at: Cursor(epoch: 1, position: 0), gate: .start,
                tables: simulation.projection.tables)
            guard let lease = try await model.acquire(generation, for: "model", milliseconds: 1) else { return [] }
            let start = Cursor(epoch: 1, position: 0)
            _ = try await model.commit(
                ProjectionCommit(lease: lease, from: start, to: start, changes: fold.changed.map(\.change)))
            let live = try await live()
            if store.rows(of: live) != model.rows(of: generation) {
                complaints.append(Violation("the rows of \(live) are not those of a rebuild"))
            }
            let parked = try await store.parked(live, after: .start, limit: 10_000).map(\.position)
            if parked != fold.parked.map(\.position) {
                complaints.append(Violation("parked are \(parked), not \(fold.parked.map(\.position))"))
            }
            return complaints
        }
    }
}
