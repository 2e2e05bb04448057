import Composition
import Database
import EventSourcing
import JSON
import SQLite
import Testing

@Suite(.timeLimit(.minutes(8)))
struct RestoredLogTests {
    private static let live =
        #"query @live(throttleMs: 10) { board(id: "b1") { noteCount notes(first: 9) { nodes { text } } } }"#

    @Test func `after a restore nobody goes on from a position of before, and everything else does`() async throws {
        try await RunningNode.run { node in
            let writer = BoardWriter(node: node)
            _ = try await writer.open()
            let old = try await writer.add("one")
            var socket = try await LiveSocket(to: node, token: node.token())
            socket.subscribe("1", Self.live)
            while try await socket.next()["data"]?["board"]?["noteCount"] != 1 {}

            // What `belvedere events restored` does, beside a node that runs.
            let beside = try SQLiteDatabase(SQLiteSettings(path: node.directory + "/belvedere.db"))
            let report = try await SQLLogRestoration(beside).begin()
            beside.close()
            #expect(report.head.epoch == 2 && report.ahead.isEmpty)

            let new = try await writer.add("two")
            #expect(old.hasPrefix("v1.1.") && new.hasPrefix("v1.2."), "\(old) and \(new)")
            while try await socket.next()["data"]?["board"]?["noteCount"] != 2 {}
            var stream = try await LiveStream(to: node, BoardWriter.events, token: node.token(), resumeAfter: old)
            let refusal = try await stream.next()
            #expect(refusal["errors"]?[0]?["extensions"]?["code"] == "RESYNC", "\(refusal.text)")
            var next = try await LiveStream(to: node, BoardWriter.events, token: node.token(), resumeAfter: new)
            try await writer.add("three")
            #expect(try await next.next()["data"]?["boardEvents"]?["text"] == "three")
            // Processes take inputs again, too: a board that is opened now gets its note.
            let opened = try await node.graphQL(
                #"mutation { openBoard(input: {id: "b2", title: "T", welcome: true}) { __typename } }"#)
            #expect(opened["errors"] == nil, "\(opened.text)")
            var notes: JSONValue?
            while notes?[0] == nil {
                let read = try await node.graphQL(#"{ board(id: "b2") { notes { nodes { id } } } }"#)
                notes = read["data"]?["board"]?["notes"]?["nodes"]
            }
            #expect(notes?[0]?["id"] == "welcome")
        }
    }
}
