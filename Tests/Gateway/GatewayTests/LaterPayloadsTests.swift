import ContextKit
import GraphQLPlanning
import JSON
import Lifecycle
import Testing

@testable import Gateway

struct LaterPayloadsTests {
    private static let sdl = "type Query { now: Thing later: Thing last: Thing } type Thing { name: String }"
    private let query = """
        { now { name } ... @defer(label: "a") { later { name } } ... @defer(label: "b") { last { name } } }
        """
    private let loads = HeldLoads()
    private let row = ResultRow("Thing", ["name": .text("n")])

    private func bind(_ assembly: inout Assembly, failing: LoadFailure? = nil) {
        let (loads, row) = (loads, row)
        assembly.bind("Query.now") { _, _, _ in
            .load(LoadBinding(name: "now", shape: .one, loader: .immediate { .all(row.batch($0.columns)) }))
        }
        assembly.bind("Query.later") { _, _, _ in loads.one("later", row, failing: failing) }
        assembly.bind("Query.last") { _, _, _ in loads.one("last", row) }
    }

    @Test func `what is deferred comes behind the answer, and every announced result is completed`() async throws {
        try await TestGateway.run(Self.sdl, bind: { bind(&$0) }) { gateway in
            let first = try await gateway.answer(query, inParts: true)
            #expect(first.json["data"] == ["now": ["name": "n"]])
            #expect(first.json["hasNext"] == true)
            let announced = Set(first.json["pending"]?.items?.compactMap { $0["id"]?.string } ?? [])
            #expect(announced.count == 2, "\(first.json.text)")
            let more = try #require(first.more)
            var completed: Set<String> = []
            var isLast = false
            while !isLast {
                async let payload = gateway.next(more)
                await loads.held(1)
                loads.release()
                let (json, last) = await payload
                #expect(json["hasNext"] == .bool(!last))
                #expect(json["data"] == nil)
                completed.formUnion(json["completed"]?.items?.compactMap { $0["id"]?.string } ?? [])
                isLast = last
                if !last, completed.count == 2 { Issue.record("nothing is pending, and more is announced") }
            }
            #expect(completed == announced)
        }
    }

    @Test func `whoever does not take parts gets everything in one answer`() async throws {
        try await TestGateway.run(Self.sdl, bind: { bind(&$0) }) { gateway in
            async let answer = gateway.answer(query)
            await loads.held(2)
            loads.release()
            let whole = try await answer
            #expect(whole.more == nil)
            #expect(whole.json == ["data": ["now": ["name": "n"], "later": ["name": "n"], "last": ["name": "n"]]])
        }
    }

    @Test func `what is pending when the time is up fails, and nothing more is announced`() async throws {
        let clock = ManualClock()
        try await TestGateway.run(Self.sdl, clock: clock, bind: { bind(&$0) }) { gateway in
            let first = try await gateway.answer(query, inParts: true)
            let more = try #require(first.more)
            async let payload = gateway.next(more)
            await loads.held(2)
            clock.advance(by: .seconds(16))
            let (json, isLast) = await payload
            #expect(isLast)
            #expect(json["hasNext"] == false)
            let completed = json["completed"]?.items ?? []
            #expect(completed.count == 2, "\(json.text)")
            for one in completed {
                #expect(one["errors"]?[0]?["extensions"]?["code"] == "DEADLINE_EXCEEDED")
            }
            loads.release()
        }
    }

    @Test func `an error in a later payload has its code like every other`() {
        let payload =
            #"{"incremental":[{"id":"0","data":{"a":null},"errors":[{"message":"x","path":["a"]}]}],"#
            + #""completed":[{"id":"0"},{"id":"1","errors":[{"message":"y"}]}],"hasNext":false}"#
        var codes: [String] = []
        let coded = ErrorCodes.added(
            to: Array(payload.utf8), .internal, trace: { "t1" },
            each: { codes.append(String(decoding: $0, as: UTF8.self)) })
        #expect(codes == ["INTERNAL", "INTERNAL"])
        let json = try? JSONValue(parsing: coded)
        #expect(json?["incremental"]?[0]?["data"] == ["a": .null])
        #expect(json?["incremental"]?[0]?["errors"]?[0]?["extensions"] == ["code": "INTERNAL", "traceId": "t1"])
        #expect(json?["completed"]?[1]?["errors"]?[0]?["message"] == "y")
        #expect(json?["completed"]?[1]?["errors"]?[0]?["extensions"]?["code"] == "INTERNAL")
        #expect(json?["hasNext"] == false)
    }
}
