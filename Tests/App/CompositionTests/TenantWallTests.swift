import Composition
import Database
import JSON
import Rows
import Testing

/// The second wall between tenants: what a statement is shown that forgets to say whose rows it wants.
@Suite(.enabled(if: RunningNode.Store.postgresConninfo != nil))
struct TenantWallTests {
    private let open = """
        mutation($id: ID!) { openBoard(input: {id: $id, title: "T"}) {
          ... on BoardChanged { query { boards { nodes { id } } } } } }
        """
    private let forgetful = Statement("forgetful", "SELECT id FROM demo_boards", columns: [.text])

    private func ids(_ node: RunningNode, in scope: ReadScope) async throws -> [String] {
        let rows = try await node.storage.reader.rows(forgetful, in: scope)
        return (0..<rows.rowCount).map { rows.string(of: rows.cell(row: $0, column: 0)) }
    }

    @Test func `a statement without a tenant's condition gives no foreign row, and without a tenant none`() async throws
    {
        try await RunningNode.run(on: .postgres) { node in
            for tenant in ["one", "two"] {
                let opened = try await node.graphQL(
                    open, variables: ["id": .string("of-\(tenant)")], tenant: tenant)
                let boards = opened["data"]?["openBoard"]?["query"]?["boards"]?["nodes"]
                #expect(boards == [["id": .string("of-\(tenant)")]], "\(opened.text)")
            }
            #expect(try await ids(node, in: ReadScope(tenant: "one")) == ["of-one"])
            #expect(try await ids(node, in: ReadScope(isSnapshot: true, tenant: "two")) == ["of-two"])
            #expect(try await ids(node, in: ReadScope(tenant: "three")) == [])
            #expect(try await ids(node, in: .any) == [], "a tenant that was named before is not remembered")
        }
    }
}
