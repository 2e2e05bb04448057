import ContextKit
import Database
import EventSourcing
import Testing

struct ReadModelTests {
    @Test func `a projection that keeps several views is run once, and each view is still a model`() {
        let models: [any ReadModel.Type] = [Totals.self, Days.self, Other.self]
        #expect(models.projections.map { $0.name.text } == ["kept-once", "other"])
        #expect(models.identities.map { $0.name.text } == ["kept-once", "other"])
        #expect(models.map { $0.table.name.text } == ["totals", "days", "other"])
    }
}

private struct Keeper: Projection {
    let name: ProjectionName
    let codeVersion: Int32 = 1
    let tables: [ReadModelTable] = []
    let filter = EventFilter(names: [])
    func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {}
}

private enum Totals: ReadModel {
    static let zone = Zone.white
    static let tagSets: [[SQLName]] = []
    static let table = TableDefinition("totals", columns: [.init("tenant_id", .text)], primaryKey: ["tenant_id"])
    static var projection: any Projection { Keeper(name: "kept-once") }
    static func install(in assembly: inout Assembly) { assembly.readModel(Totals.self) }
}

private enum Days: ReadModel {
    static let zone = Zone.white
    static let tagSets: [[SQLName]] = []
    static let table = TableDefinition("days", columns: [.init("tenant_id", .text)], primaryKey: ["tenant_id"])
    static var projection: any Projection { Keeper(name: "kept-once") }
    static func install(in assembly: inout Assembly) { assembly.readModel(Days.self) }
}

private enum Other: ReadModel {
    static let zone = Zone.white
    static let tagSets: [[SQLName]] = []
    static let table = TableDefinition("other", columns: [.init("tenant_id", .text)], primaryKey: ["tenant_id"])
    static var projection: any Projection { Keeper(name: "other") }
    static func install(in assembly: inout Assembly) { assembly.readModel(Other.self) }
}
