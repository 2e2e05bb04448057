import ContextKit
import Database
import EventSourcing
import GraphQLPlanning
import JSON
import Telemetry
import Testing

@testable import Gateway

struct ReadConsistencyTests {
    private enum Things: ReadModel {
        static let zone = Zone.white
        static let table = TableDefinition(
            "things", columns: [.init("tenant_id", .text), .init("id", .text)], primaryKey: ["tenant_id", "id"])
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

    private let sdl = "type Query { thing(id: ID!): Thing } type Thing { id: ID! }"

    private func bind(_ assembly: inout Assembly) {
        assembly.object("Thing", of: Things.self)
        assembly.read("Query.thing", from: Things.self, where: [.init("id", .argument("id"))], .one)
    }

    private func code(
        _ token: Cursor, _ positions: FixedPositions, _ onTimeout: RequestOptions.OnTimeout = .error
    ) async throws -> String? {
        var options = RequestOptions()
        options.token = token
        options.onTimeout = onTimeout
        let chosen = options
        var code: String?
        try await TestGateway.run(sdl, positions: positions, bind: bind) { gateway in
            code = try await gateway.answer("{ thing(id: 1) { id } }", chosen).code
        }
        return code
    }

    @Test func `a token that is reached is read at once, one ahead makes the read model lag`() async throws {
        let positions = FixedPositions()
        #expect(try await code(Cursor(epoch: 1, position: 10), positions) == nil)
        #expect(try await code(Cursor(epoch: 1, position: 11), positions) == "READ_MODEL_LAGGING")
        #expect(try await code(Cursor(epoch: 1, position: 11), positions, .stale) == nil)
    }

    @Test func `a token of an epoch that is gone is told so, however small its position`() async throws {
        let restored = FixedPositions(own: Cursor(epoch: 2, position: 10), arrival: .resync)
        #expect(try await code(Cursor(epoch: 1, position: 3), restored) == "RESYNC")
        #expect(try await code(Cursor(epoch: 1, position: 3), restored, .stale) == "RESYNC")
    }

    @Test func `no read waits for its read model until its request is over`() {
        var limits = GatewayLimits()
        limits.requestTimeout = .seconds(10)
        #expect(limits.consistencyWait(asked: .seconds(60)) == .seconds(9))
        #expect(limits.consistencyWait(asked: .seconds(3)) == .seconds(3))
        #expect(limits.consistencyWait(asked: nil) == limits.consistencyWait)
    }

    @Test func `a store that fails is told to the log, while clients learn that it is unavailable`() async throws {
        let reader = FailingReader()
        try await TestGateway.run(sdl, reader: reader, bind: bind) { gateway in
            let answer = try await gateway.answer("{ thing(id: 1) { id } }")
            #expect(answer.code == "UNAVAILABLE")
            let line = try #require(gateway.log.all.first)
            #expect("\(line.fields["cause"] ?? "")".contains("the disk is gone"))
        }
    }
}

private struct FailingReader: DatabaseReader {
    func readNow(_ queries: [Query], in scope: ReadScope) -> [QueryResult]? {
        queries.map { query in
            .failure(
                DatabaseError(
                    .unavailable, code: "58030", statement: query.statement.name, message: "the disk is gone"))
        }
    }
    func read(_ queries: [Query], in scope: ReadScope) async -> [QueryResult] { readNow(queries, in: scope) ?? [] }
}
