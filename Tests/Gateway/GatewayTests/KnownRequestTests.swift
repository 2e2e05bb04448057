import ContextKit
import Database
import EventSourcing
import JSON
import Lifecycle
import Networking
import Prelude
import Rows
import Testing

@testable import Gateway

struct KnownRequestTests {
    private enum Things: ReadModel {
        static let zone = Zone.white
        static let table = TableDefinition(
            "things", columns: [.init("tenant_id", .text), .init("id", .text), .init("name", .text)],
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

    /// Answers with one row whose cells tell how often it has been asked.
    private final class CountingReader: DatabaseReader {
        private let reads = Lock(0)
        var count: Int { reads.withLock { $0 } }

        func readNow(_ queries: [Query], in scope: ReadScope) -> [QueryResult]? {
            queries.map { query in
                let number = reads.withLock { reads in
                    reads += 1
                    return reads
                }
                var rows = RowBatch(columnCount: query.statement.columns.count)
                for _ in query.statement.columns { rows.append(text: "read \(number)") }
                rows.endRow()
                return .success(rows)
            }
        }
        func read(_ queries: [Query], in scope: ReadScope) async -> [QueryResult] { readNow(queries, in: scope) ?? [] }
    }

    private static let sdl = """
        type Query { thing(id: ID!): Thing @cacheControl(maxAge: 60, scope: TENANT) fresh(id: ID!): Thing }
        type Thing { name: String! }
        """
    private static let tag = ChangeTag(table: "things", tenant: "t", columns: ["id"], values: [.text(Array("1".utf8))])

    /// What a test works with.
    private struct World {
        let gateway: TestGateway
        let reader: CountingReader
        let tags: TagClock
        let coverage: ChangeCoverage
        let progress: ReadModelProgress
        let clock: ManualClock

        /// Time passes, and the node goes on hearing how far its read models are.
        func pass(_ time: Duration) async throws {
            clock.advance(by: time)
            try await progress.refresh()
        }

        func known(_ query: String) throws -> KnownRequest {
            let body = (["query": .string(query)] as JSONValue).bytes
            let request = try ReadRequestBody.one(body)
            return try #require(gateway.service.known(body, request, try gateway.service.prepare(request)))
        }

        func answer(
            _ known: KnownRequest, as viewer: Viewer = TestGateway.ann, _ options: RequestOptions = RequestOptions()
        ) async -> GraphQLService.Answer {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<GraphQLService.Answer, Never>) in
                gateway.loop.execute { [gateway] in
                    gateway.service.run(
                        known, options, viewer: viewer, from: nil, trace: nil, on: gateway.loop
                    ) { continuation.resume(returning: $0) }
                }
            }
        }
    }

    private func run(knows: Bool = true, _ body: (World) async throws -> Void) async throws {
        let (reader, clock) = (CountingReader(), ManualClock())
        let (tags, coverage) = (TagClock(), ChangeCoverage())
        let progress = ReadModelProgress(store: InMemoryProjectionStore(now: { clock.wallTime }), clock: clock)
        try await progress.refresh()
        if knows { Self.tell(coverage) }
        progress.note("things", at: Self.end)
        let cache = QueryCache(
            bytesMax: 1 << 20, tags: tags, models: ModelKnowledge(coverage, progress, staleMax: .seconds(5)),
            clock: clock)
        try await TestGateway.run(
            Self.sdl, clock: clock, cache: cache, reader: reader,
            bind: { assembly in
                assembly.object("Thing", of: Things.self)
                for field in ["Query.thing", "Query.fresh"] {
                    assembly.read(field, from: Things.self, where: [.init("id", .argument("id"))], .one)
                }
            }
        ) { gateway in
            try await body(
                World(
                    gateway: gateway, reader: reader, tags: tags, coverage: coverage, progress: progress, clock: clock))
        }
    }

    private static let end = Cursor(epoch: LogEpoch(1), position: 10)

    /// The node is told of every change behind the beginning.
    private static func tell(_ coverage: ChangeCoverage) {
        let start = Cursor(epoch: LogEpoch(1), position: .start)
        _ = coverage.note(ChangeNotice(generation: Generation("things", 1), term: 1, after: start, cursor: end))
    }

    private static func data(_ read: Int) -> String { #"{"data":{"thing":{"name":"read \#(read)"}}}"# }
    private static func text(_ answer: GraphQLService.Answer) -> String { String(decoding: answer.body, as: UTF8.self) }

    @Test func `an answer is given again until something that it shows has changed`() async throws {
        try await run { world in
            let known = try world.known("{ thing(id: 1) { name } }")
            #expect(Self.text(await world.answer(known)) == Self.data(1))
            #expect(known.answer(for: TestGateway.ann) != nil)
            #expect(Self.text(await world.answer(known)) == Self.data(1))
            world.tags.note([Self.tag], changedAt: 11)
            #expect(Self.text(await world.answer(known)) == Self.data(2))
        }
    }

    @Test func `an answer is not given again once a change may have gone untold`() async throws {
        try await run { world in
            let known = try world.known("{ thing(id: 1) { name } }")
            #expect(Self.text(await world.answer(known)) == Self.data(1))
            world.coverage.forget(["things"])
            Self.tell(world.coverage)
            #expect(Self.text(await world.answer(known)) == Self.data(1), "The read itself is proven by its position.")
            #expect(Self.text(await world.answer(known)) == Self.data(1))
            world.coverage.forget(["things"])
            #expect(Self.text(await world.answer(known)) == Self.data(2))
        }
    }

    @Test func `an answer is given to nobody but its viewer`() async throws {
        try await run { world in
            let known = try world.known("{ thing(id: 1) { name } }")
            _ = await world.answer(known)
            #expect(await world.answer(known, as: TestGateway.nobody).code == "UNAUTHENTICATED")
            let other = Viewer(tenant: "u", actor: "ann")
            #expect(Self.text(await world.answer(known, as: other)) == Self.data(2))
            #expect(Self.text(await world.answer(known)) == Self.data(1))
        }
    }

    @Test func `an answer is no longer given when the first of its reads has expired`() async throws {
        try await run { world in
            let first = try world.known("{ thing(id: 1) { name } }")
            let second = try world.known("{  thing(id: 1) { name } }")
            _ = await world.answer(first)
            try await world.pass(.seconds(50))
            #expect(Self.text(await world.answer(second)) == Self.data(1))
            #expect(second.answer(for: TestGateway.ann) != nil)
            try await world.pass(.seconds(15))
            #expect(Self.text(await world.answer(second)) == Self.data(2))
        }
    }

    @Test func `nothing is kept of what must be read each time, nor where changes are not told`() async throws {
        try await run { world in
            let known = try world.known("{ thing(id: 1) { name } fresh(id: 1) { name } }")
            _ = await world.answer(known)
            #expect(known.answer(for: TestGateway.ann) == nil)
            _ = await world.answer(known)
            #expect(world.reader.count == 3)
        }
        try await run(knows: false) { world in
            let known = try world.known("{ thing(id: 1) { name } }")
            _ = await world.answer(known)
            #expect(Self.text(await world.answer(known)) == Self.data(2))
        }
    }

    @Test func `whoever asks for more than the answer gets it anew`() async throws {
        try await run { world in
            let known = try world.known("{ thing(id: 1) { name } }")
            _ = await world.answer(known)
            var options = RequestOptions()
            options.wantsFreshness = true
            let answer = await world.answer(known, as: TestGateway.ann, options)
            #expect(answer.json["extensions"]?["belvedere"]?["freshness"] != nil)
            #expect(Self.text(await world.answer(known)) == Self.data(1))
        }
    }

    @Test func `a body is remembered when it comes again, within the bytes that there are`() async throws {
        try await run { world in
            let known = try world.known("{ thing(id: 1) { name } }")
            let requests = KnownRequests(bytesMax: 1 << 20)
            guard case .new = requests.find(known.body) else { return #expect(Bool(false), "It has not come yet.") }
            guard case .metBefore = requests.find(known.body) else { return #expect(Bool(false), "It has come once.") }
            requests.remember(known)
            guard case .known(let found) = requests.find(known.body) else {
                return #expect(Bool(false), "It has been remembered.")
            }
            #expect(found === known)
            let none = KnownRequests(bytesMax: 0)
            _ = none.find(known.body)
            guard case .new = none.find(known.body) else { return #expect(Bool(false), "Nothing is to be remembered.") }
        }
    }
}
