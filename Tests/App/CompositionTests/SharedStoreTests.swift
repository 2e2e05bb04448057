import EventSourcing
import JSON
import Telemetry
import Testing

@testable import Composition

/// Nodes that share a PostgreSQL.
@Suite(.serialized) struct SharedStoreTests {
    private let open = """
        mutation($id: ID!) { openBoard(input: {id: $id, title: "First"}) { ... on BoardChanged { position } } }
        """
    private let page = """
        query($after: Cursor) { boards(first: 2, after: $after) {
          nodes { id } pageInfo { hasNextPage endCursor } } }
        """

    /// Where there is a PostgreSQL; none leaves the tests out.
    static let stores = RunningNode.Store.available.filter { $0 == .postgres }

    @Test(arguments: stores)
    func `a page that one node has begun is continued by another`(_ store: RunningNode.Store) async throws {
        let schema = RunningNode.newSchema()
        try await RunningNode.run(on: store, schema: schema) { first in
            var token = JSONValue.null
            for number in 1...3 {
                let opened = try await first.graphQL(open, variables: ["id": .string("b\(number)")])
                token = opened["data"]?["openBoard"]?["position"] ?? .null
            }
            let consistency: JSONValue = ["belvedere": ["consistency": ["token": token]]]
            let begun = try await first.graphQL(page, extensions: consistency)
            let cursor = try #require(begun["data"]?["boards"]?["pageInfo"]?["endCursor"], "\(begun.text)")
            try await RunningNode.run(on: store, schema: schema, isBesideAnother: true) { second in
                let continued = try await second.graphQL(page, variables: ["after": cursor], extensions: consistency)
                #expect(continued["data"]?["boards"]?["nodes"] == [["id": "b1"]], "\(continued.text)")
                #expect(continued["data"]?["boards"]?["pageInfo"]?["hasNextPage"] == false)
            }
        }
    }

    @Test func `a command that the store cannot take is told to the log with its cause`() async throws {
        let lines = InMemoryLog()
        let log = LogTarget(sink: lines, levels: LogLevels()).log("node")
        let through: @Sendable (NodeStorage) -> NodeStorage = { storage in
            NodeStorage(
                reader: storage.reader, events: ReadOnlyStore(store: storage.events), snapshots: nil,
                projections: storage.projections, subjectKeys: storage.subjectKeys, close: storage.close)
        }
        try await RunningNode.run(log: log, through: through) { node in
            let refused = try await node.graphQL(open, variables: ["id": "b1"])
            #expect(refused["errors"]?[0]?["extensions"]?["code"] == "UNAVAILABLE", "\(refused.text)")
            let causes = lines.all.compactMap { $0.fields["cause"] }.map { "\($0)" }
            #expect(causes.contains { $0.contains("Mutation.openBoard") && $0.contains("disk is full") })
        }
    }
}

private struct DiskFull: Error, CustomStringConvertible { let description = "disk is full" }

/// A store that can be read and takes nothing.
private struct ReadOnlyStore: EventStore {
    let store: any EventStore

    func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] {
        throw .unavailable(underlying: DiskFull())
    }
    func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        try await store.outcome(of: command, in: tenant)
    }
    func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage { try await store.read(query) }
    func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage { try await store.read(query) }
    func head() async throws(EventStoreError) -> LogHead { try await store.head() }
}
