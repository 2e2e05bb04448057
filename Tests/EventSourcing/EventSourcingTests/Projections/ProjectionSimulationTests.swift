import EventSourcing
import EventSourcingTesting
import Testing

struct ProjectionSimulationTests {
    @Test func `whatever crashes, hangs or is rebuilt, the rows are those of a rebuild from zero`() async {
        let simulation = ProjectionSimulation(Ledger()) { random in
            random.chance(3) ? "poison" : ["1", "-2", "3", "close", "x"][random.below(5)]
        }
        for seed in Seeds.range(100) {
            let violations = await simulation.violations(seed: seed)
            #expect(violations == [])
            if !violations.isEmpty { return }
            await Task.yield()
        }
    }

    /// A simulation that cannot fail proves nothing.
    @Test func `a projection that looks at more than its arguments is caught`() async {
        final class Impure: Sendable {
            let counter = Counter()
        }
        struct Counting: Projection {
            let impure = Impure()
            let name: ProjectionName = "counting"
            let codeVersion: Int32 = 1
            let tables = [Ledger.balances]
            let filter = EventFilter.everything
            func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
                let account = RowValue.text(event.stream.id)
                _ = try rows.row("balances", account)
                try rows.put("balances", [account, .int(impure.counter.next()), .int(0)])
            }
        }
        let simulation = ProjectionSimulation(Counting()) { _ in "1" }
        #expect(await simulation.violations(seed: 1) != [])
    }
}
