import Database
import EventSourcing
import Testing

@testable import ContextKit

struct ChangedTagsTests {
    private enum Notes: ReadModel {
        static let zone = Zone.white
        static let table = TableDefinition(
            "notes", columns: [.init("tenant_id", .text), .init("id", .text), .init("board", .text)],
            primaryKey: ["tenant_id", "id"])
        static let tagSets: [[SQLName]] = [["id"], ["board"], []]
        static var projection: any Projection { Empty() }
        static func install(in assembly: inout Assembly) {}
    }

    private struct Empty: Projection {
        let name: ProjectionName = "notes"
        let codeVersion: Int32 = 1
        let tables: [ReadModelTable] = []
        let filter = EventFilter.everything
        func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {}
    }

    private func tag(_ columns: [SQLName], _ values: [SQLValue], tenant: TenantID = "t") -> ChangeTag {
        ChangeTag(table: "notes", tenant: tenant, columns: columns, values: values)
    }

    @Test func `a row that moves touches the list that it left and the one that it joined`() {
        let change = ChangedRow(
            key: RowKey("notes", [.text("t"), .text("n")]),
            before: [.text("t"), .text("n"), .text("a")], after: [.text("t"), .text("n"), .text("b")])
        let tags = Set(ChangedTags([Notes.self]).tags(of: [change]))
        #expect(
            tags == [
                tag(["id"], ["n"]), tag(["board"], ["a"]), tag(["board"], ["b"]), tag([], []),
            ])
    }

    @Test func `a row of one tenant touches nothing of another`() {
        let change = ChangedRow(
            key: RowKey("notes", [.text("t"), .text("n")]), before: nil, after: [.text("t"), .text("n"), .text("a")])
        let tags = ChangedTags([Notes.self]).tags(of: [change])
        #expect(!tags.contains(tag(["id"], ["n"], tenant: "u")))
        #expect(tags.contains(tag(["id"], ["n"])))
    }

    @Test func `the order in which conditions are written does not matter`() {
        #expect(tag(["id", "board"], ["n", "a"]) == tag(["board", "id"], ["a", "n"]))
        #expect(tag(["id"], ["n"]) != tag(["board"], ["n"]))
    }
}
