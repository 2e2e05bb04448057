import EventSourcing
import EventSourcingTesting
import Testing

struct ProcessSimulationTests {
    private func simulation(seed: UInt64) -> ProcessSimulation<Fulfilment> {
        var random = SeededRandom(seed: seed)
        var inputs: [ProcessSimulation<Fulfilment>.NewInput] = []
        var fates: [String: ProcessSimulation<Fulfilment>.Fate] = [:]
        for order in 1...4 {
            let stream = StreamName(stored: "order:\(order)", categoryBytes: 5)
            inputs.append(.init(stream, NewEvent(name: "shop.confirmed.1", body: [])))
            for action in ["reserve", "authorise", "capture", "ship", "void", "release"] {
                // Undoing does not fail for good here; that it may park a process is tested on the machine.
                let canRefuse = !["void", "release", "ship"].contains(action)
                fates["\(order)/\(action)"] =
                    switch random.below(8) {
                    case 0 where canRefuse: .refused
                    case 1: .doneAfterFailures(1)
                    case 2: .doneAfterFailures(2)
                    case 3 where canRefuse: .doneAfterFailures(3)
                    default: .done
                    }
            }
        }
        return ProcessSimulation(Fulfilment(), inputs: inputs) { [fates] instance, action in
            fates["\(instance)/\(action)"] ?? .done
        }
    }

    @Test func `a crash between any two effects changes neither the end nor what was done`() async throws {
        var ends: Set<String> = []
        for seed in Seeds.range(25) {
            let simulation = simulation(seed: seed)
            let calm = try await simulation.run(seed: seed, crashes: false)
            let rough = try await simulation.run(seed: seed, crashes: true)
            #expect(calm.statuses.count == 4, "seed \(seed)")
            #expect(rough == calm, "seed \(seed)")
            if rough != calm { return }
            await Task.yield()
            for (instance, status) in rough.statuses {
                ends.insert(status.rawValue)
                let effects = rough.effects[instance] ?? []
                #expect(Set(effects).count == effects.count, "\(effects) of \(instance), seed \(seed)")
                if status == .completed { #expect(effects == ["reserve", "authorise", "capture", "ship"]) }
                if status == .compensated { #expect(isUndone(effects), "\(effects) of \(instance), seed \(seed)") }
            }
        }
        #expect(ends.isSuperset(of: ["completed", "compensated"]))
    }

    /// Everything that was done was undone, in reverse.
    private func isUndone(_ effects: [String]) -> Bool {
        [[], ["reserve", "release"], ["reserve", "authorise", "void", "release"]].contains(effects)
    }
}
