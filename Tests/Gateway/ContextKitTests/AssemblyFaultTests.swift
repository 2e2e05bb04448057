import Database
import EventSourcing
import GraphQLSchema
import Testing

@testable import ContextKit

struct AssemblyFaultTests {
    private enum Things: ReadModel {
        static let zone = Zone.white
        static let table = TableDefinition(
            "things",
            columns: [
                .init("tenant_id", .text), .init("id", .text), .init("size", .int, optional: true),
                .init("made_at", .int),
            ],
            primaryKey: ["tenant_id", "id"])
        static let tagSets: [[SQLName]] = [["id"]]
        static var projection: any Projection { NoProjection() }
        static func install(in assembly: inout Assembly) {}
    }

    private struct NoProjection: Projection {
        let name: ProjectionName = "things"
        let codeVersion: Int32 = 1
        let tables: [ReadModelTable] = []
        let filter = EventFilter.everything
        func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {}
    }

    private func faults(_ sdl: String, _ install: (inout Assembly) -> Void) throws -> [String] {
        let schema = try SchemaBuilder(codecs: .gateway).build(
            "scalar DateTime directive @cacheControl(maxAge: Int!) on FIELD_DEFINITION " + sdl)
        var assembly = Assembly([])
        install(&assembly)
        return assembly.faults(against: schema).map { "\($0.coordinate): \($0.kind.rawValue)" }
    }

    private let good = """
        type Query { thing(id: ID!): Thing }
        type Thing { id: ID! size: Int madeAt: DateTime! }
        """

    private func wire(_ assembly: inout Assembly) {
        assembly.readModel(Things.self)
        assembly.object("Thing", of: Things.self)
        assembly.read("Query.thing", from: Things.self, where: [.init("id", .argument("id"))], .one)
    }

    @Test func `what fits has no faults`() throws {
        #expect(try faults(good) { wire(&$0) } == [])
    }

    @Test func `a field that nobody binds is named`() throws {
        let sdl = good.replacing("size: Int", with: "size: Int color: String")
        #expect(try faults(sdl) { wire(&$0) } == ["Thing.color: unbound field"])
    }

    @Test func `a binding without a field and a binding twice are named`() throws {
        let found = try faults(good) { assembly in
            wire(&assembly)
            assembly.embedded("Query.nothing")
            assembly.embedded("Query.thing")
        }
        #expect(found == ["Query.nothing: unknown field", "Query.thing: bound twice"])
    }

    @Test(arguments: [
        ("size: Int", "size: Int!"), ("size: Int", "size: String"), ("madeAt: DateTime!", "madeAt: Boolean!"),
        ("size: Int", "size: [Int]"),
    ])
    func `a column that cannot stand behind its field is named`(_ old: String, _ new: String) throws {
        let found = try faults(good.replacing(old, with: new)) { wire(&$0) }
        #expect(found.count == 1 && found[0].hasSuffix(": type mismatch"), "\(found)")
    }

    @Test func `a read by columns without a tag could not be cached and is named`() throws {
        let found = try faults(good) { assembly in
            assembly.readModel(Things.self)
            assembly.object("Thing", of: Things.self)
            assembly.read("Query.thing", from: Things.self, where: [.init("size", .argument("size"))], .one)
        }
        #expect(Set(found) == ["Query.thing: unknown argument", "Query.thing: missing tag"])
    }

    @Test func `a guard whose changes no tag tells apart is named`() throws {
        let found = try faults(good) { assembly in
            assembly.readModel(Things.self)
            assembly.object("Thing", of: Things.self)
            let byID = ReadRecipe.Guard(Things.table, viewer: "id", matching: [])
            let bySize = ReadRecipe.Guard(Things.table, viewer: "size", matching: [.init("id", "id")])
            for (coordinate, guarded) in [("Query.thing", byID), ("Query.other", bySize)] {
                assembly.read(
                    coordinate, from: Things.self, where: [.init("id", .argument("id"))], .one, guarded: guarded)
            }
        }
        #expect(found == ["Query.other: unknown field", "Query.other: missing tag"])
    }

    @Test(arguments: [
        ("createdAt", "created_at"), ("id", "id"), ("noteURL", "note_url"), ("boardId", "board_id"),
    ])
    func `a field's column is its name in lower case with lines between the words`(_ field: String, _ column: String) {
        #expect(ColumnFit.columnName(of: field) == column)
    }
}
