import JSON
import Testing

@Suite(.timeLimit(.minutes(8)))
struct ResumeTests {
    /// A way to be told what happens, and to say where one was.
    enum Route: String, CaseIterable, Sendable {
        case socketExtension, socketArgument, streamField, parts

        func open(_ node: RunningNode, after position: String) async throws -> any ResultSource {
            switch self {
            case .socketExtension:
                let socket = try await LiveSocket(to: node, token: node.token())
                socket.subscribe("1", BoardWriter.events, resumeAfter: position)
                return socket
            case .socketArgument:
                let socket = try await LiveSocket(to: node, token: node.token())
                socket.subscribe("1", BoardWriter.events, variables: ["after": .string(position)])
                return socket
            case .streamField:
                return try await LiveStream(to: node, BoardWriter.events, token: node.token(), resumeAfter: position)
            case .parts:
                return try await LiveStream(
                    to: node, BoardWriter.events, token: node.token(), resumeAfter: position, form: .parts)
            }
        }
    }

    static let cases = RunningNode.Store.available.flatMap { store in Route.allCases.map { (store, $0) } }

    @Test(arguments: cases)
    func `who is cut at any moment and resumes misses nothing and repeats nothing`(
        _ store: RunningNode.Store, _ route: Route
    ) async throws {
        let count = 200
        try await RunningNode.run(on: store) { node in
            let writer = BoardWriter(node: node)
            let start = try await writer.open()
            async let written: Void = {
                for number in 0..<count { try await writer.add("\(number)") }
            }()
            var random = SeededRandom(seed: 7)
            var reader = try BoardReader(after: start)
            var cuts = 0
            while reader.texts.count < count {
                var source = try await route.open(node, after: reader.position)
                let wanted = Int.random(in: 1...25, using: &random)
                for _ in 0..<min(wanted, count - reader.texts.count) { try reader.take(try await source.next()) }
                source.cut()
                cuts += 1
            }
            try await written
            #expect(reader.texts == (0..<count).map(String.init))
            #expect(cuts > 7)
        }
    }

    @Test func `a subscriber is told where it begins, and may resume from there`() async throws {
        try await RunningNode.run { node in
            let writer = BoardWriter(node: node)
            let opened = try await writer.open()
            var socket = try await LiveSocket(to: node, token: node.token())
            socket.subscribe("1", BoardWriter.events)
            let hello = try await socket.anyMessage()
            #expect(hello["type"] == "ping")
            #expect(hello["payload"]?["belvedere"] == ["id": "1", "position": .string(opened)])
            socket.cut()
            try await writer.add("missed")
            var stream = try await LiveStream(to: node, BoardWriter.events, token: node.token(), resumeAfter: opened)
            #expect(try await stream.next()["data"]?["boardEvents"]?["text"] == "missed")
            #expect(stream.lastID != nil && stream.lastID != opened)
            stream.cut()
        }
    }

    @Test func `a position of the future asks for a new beginning`() async throws {
        try await RunningNode.run { node in
            let opened = try await BoardWriter(node: node).open()
            let future = opened.split(separator: ".").dropLast().joined(separator: ".") + ".999999"
            var socket = try await LiveSocket(to: node, token: node.token())
            socket.subscribe("1", BoardWriter.events, resumeAfter: future)
            let refusal = try await socket.message()
            #expect(refusal["type"] == "error")
            #expect(refusal["payload"]?[0]?["extensions"]?["code"] == "RESYNC", "\(refusal.text)")
            #expect(refusal["payload"]?[0]?["extensions"]?["head"] == .string(opened))
            var stream = try await LiveStream(to: node, BoardWriter.events, token: node.token(), resumeAfter: future)
            #expect(try await stream.next()["errors"]?[0]?["extensions"]?["code"] == "RESYNC")
            #expect(try await stream.event().name == "complete")
        }
    }
}
