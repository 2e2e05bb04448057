import Composition
import ContextKit
import Database
import EventSourcing
import Testing

@Suite(.timeLimit(.minutes(8)))
struct StatementPlanTests {
    @Test(arguments: RunningNode.Store.available)
    func `every read that a field declares is answered from an index`(_ store: RunningNode.Store) async throws {
        let assembly = try LoadSchema.load(.directory(RunningNode.root), Contexts.all).assembly
        try await RunningNode.run(on: store) { node in
            let inspector = try #require(node.storage.reader as? any PlanInspector)
            // The views are there once the projections have begun.
            for projection in assembly.projections {
                while try await node.storage.projections.records(of: projection.name).isEmpty { await Task.yield() }
            }
            #expect(assembly.statements.count > 30)
            for statement in assembly.statements {
                #expect(try await inspector.scans(of: statement) == [], "\(statement.name): \(statement.sql)")
            }
        }
    }
}
