import Composition
import Foundation
import JSON
import Prelude
import Testing

/// Whoever carries the position of a write sees it, at any node, though projections lag and answers are kept.
@Suite(.enabled(if: RunningNode.Store.postgresConninfo != nil), .timeLimit(.minutes(60)))
struct ReadYourWritesTests {
    private static let redis = ProcessInfo.processInfo.environment["BELVEDERE_TEST_REDIS"]
    /// `make soak` asks for 10,000 pairs and longer delays.
    private static let pairs = ProcessInfo.processInfo.environment["BELVEDERE_SOAK_PAIRS"].flatMap(Int.init)

    /// Two nodes of one store that share a Redis, with projections that take up to so many milliseconds a batch.
    private func nodes(delay: Int, _ body: ([RunningNode]) async throws -> Void) async throws {
        let schema = RunningNode.newSchema()
        let flags = Self.redis.map { [(name: "redis.url", value: $0)] } ?? []
        @Sendable func through(_ storage: NodeStorage) -> NodeStorage {
            DelayedProjections.through(storage, delay: 0...delay)
        }
        try await RunningNode.run(on: .postgres, flags, schema: schema, through: { through($0) }) { first in
            try await RunningNode.run(
                on: .postgres, flags, schema: schema, isBesideAnother: true, through: { through($0) }
            ) { second in try await body([first, second]) }
        }
    }

    private func write(_ node: RunningNode, _ board: String) async throws -> String {
        let answer = try await node.graphQL(
            "mutation($b: ID!) { addNote(input: {boardId: $b, text: \"x\"}) { ... on BoardChanged { position } } }",
            variables: ["b": .string(board)])
        return try #require(answer["data"]?["addNote"]?["position"]?.string, "\(answer.text)")
    }

    private let read = "query($b: ID!) { board(id: $b) { noteCount } }"

    private func count(_ node: RunningNode, _ board: String, after token: String) async throws -> Int {
        let extensions: JSONValue = ["belvedere": ["consistency": ["token": .string(token)]]]
        let answer = try await node.graphQL(
            read, variables: ["b": .string(board)], extensions: extensions)
        return try #require(answer["data"]?["board"]?["noteCount"]?.int, "\(answer.text)")
    }

    @Test func `no read that carries a token is older than the write, from either node`() async throws {
        let total = Self.pairs ?? 300
        try await nodes(delay: Self.pairs == nil ? 40 : 800) { nodes in
            let boards = (0..<10).map { "b\($0)" }
            for board in boards {
                let opened = try await nodes[0].graphQL(
                    "mutation($b: ID!) { openBoard(input: {id: $b, title: \"T\"}) { __typename } }",
                    variables: ["b": .string(board)])
                #expect(opened["data"]?["openBoard"]?["__typename"] == "BoardChanged", "\(opened.text)")
            }
            let stale = Lock<[String]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for board in boards {
                    group.addTask {
                        for number in 1...(total / boards.count) {
                            // Another reader without a token, so that older answers get into every cache.
                            _ = try await nodes[number % 2].graphQL(read, variables: ["b": .string(board)])
                            let token = try await write(nodes[number % 2], board)
                            for (place, node) in nodes.enumerated() {
                                let seen = try await count(node, board, after: token)
                                if seen != number {
                                    stale.withLock { $0.append("\(board) is \(seen) of \(number) at node \(place)") }
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(stale.withLock { $0 } == [])
        }
    }
}
