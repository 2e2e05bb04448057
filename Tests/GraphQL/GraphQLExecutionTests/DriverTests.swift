import GraphQLExecution
import GraphQLPlanning
import GraphQLSchema
import JSON
import Prelude
import Rows
import Testing

struct DriverTests {
    private static let sdl = """
        type Query { a: T b: T c: T d: T }
        type T { id: Int next: T }
        type Mutation { first: T second: T! third: T }
        """

    /// Rows that hold one number, through each kind of loader.
    private static func answer(_ call: LoadCall, _ number: Int) -> LoadResult {
        var rows = RowBatch(columnCount: call.columns.count)
        for _ in 0..<call.keys.rowCount {
            for _ in call.columns { rows.append(.int(Int64(number))) }
            rows.endRow()
        }
        return .inOrder(rows)
    }

    private static func load(_ name: String, _ loader: Loader, keys: [String] = []) -> FieldBinding {
        .load(LoadBinding(name: name, keys: keys, shape: .one, loader: loader))
    }

    @Test func `loads that wait are awaited together with those that do not`() async throws {
        let engine = try Engine(
            Self.sdl,
            [
                "Query.a": Self.load("a", .immediate { Self.answer($0, 1) }),
                "Query.b": Self.load("b", .callback { call, done in done(Self.answer(call, 2)) }),
                "Query.c": Self.load("c", .callback { call, done in Task { done(Self.answer(call, 3)) } }),
                "Query.d": Self.load(
                    "d",
                    .asynchronous { call in
                        await Task.yield()
                        return Self.answer(call, 4)
                    }),
                "T.next": Self.load("next", .asynchronous { call in Self.answer(call, 5) }, keys: ["id"]),
            ])
        let request = try engine.request("{ a { id } b { id } c { id next { id } } d { id next { id } } }")
        let response = await request.response()
        #expect(
            String(decoding: response.bytes, as: UTF8.self)
                == #"{"data":{"a":{"id":1},"b":{"id":2},"c":{"id":3,"next":{"id":5}},"d":{"id":4,"next":{"id":5}}}}"#)
        #expect(request.immediateResponse() == nil)
    }

    @Test func `an interruption ends the request with what has come so far`() async throws {
        let calls = Lock(0)
        let engine = try Engine(
            Self.sdl,
            [
                "Query.a": Self.load("a", .asynchronous { call in Self.answer(call, 1) }),
                "T.next": Self.load("next", .asynchronous { call in Self.answer(call, 5) }, keys: ["id"]),
            ])
        var request = try engine.request("{ a { id next { id } } }")
        request.interruption = {
            calls.withLock { count in
                count += 1
                return count > 1 ? LoadFailure(message: "out of time") : nil
            }
        }
        let response = await request.response()
        #expect(
            String(decoding: response.bytes, as: UTF8.self)
                == #"{"data":{"a":{"id":1,"next":null}},"errors":[{"message":"out of time","#
                + #""locations":[{"line":1,"column":10}],"path":["a","next"]}]}"#)
    }

    @Test func `an answer that does not fit its call fails its keys and nothing else`() throws {
        let wrong: [LoadResult] = [
            LoadResult(rows: RowBatch(columnCount: 0), groups: []),
            LoadResult(rows: RowBatch(columnCount: 1), groups: [.rows(0..<1)]),
            LoadResult(rows: RowBatch(columnCount: 1), groups: [.rows(0..<1)], order: [7]),
            LoadResult(
                rows: RowBatch(columnCount: 1), groups: [LoadResult.Group(state: .failed, first: 3, count: 0)]),
            .failed(LoadFailure(message: "x"), keys: 2),
        ]
        for result in wrong {
            let engine = try Engine(
                Self.sdl,
                [
                    "Query.a": Self.load("a", .immediate { _ in result }),
                    "Query.b": Self.load("b", .immediate { Self.answer($0, 2) }),
                ])
            #expect(
                try engine.run("{ a { id } b { id } }") == #"{"data":{"a":null,"b":{"id":2}},"errors":["#
                    + #"{"message":"Internal server error","locations":[{"line":1,"column":3}],"path":["a"]}]}"#)
        }
    }

    @Test func `root fields of a mutation run one after the other and stop when the root is null`() throws {
        let log = CallLog()
        func engine(second: LoadResult?) throws -> Engine {
            try Engine(
                Self.sdl,
                [
                    "Mutation.first": Self.load("first", log.logging(.immediate { Self.answer($0, 1) })),
                    "Mutation.second": Self.load(
                        "second", log.logging(.immediate { call in second ?? Self.answer(call, 2) })),
                    "Mutation.third": Self.load("third", log.logging(.immediate { Self.answer($0, 3) })),
                    "T.next": Self.load("next", log.logging(.immediate { Self.answer($0, 9) }), keys: ["id"]),
                ])
        }
        let text = "mutation { first { next { id } } second { id } third { next { next { id } } } }"
        #expect(
            try engine(second: nil).run(text)
                == #"{"data":{"first":{"next":{"id":9}},"second":{"id":2},"third":{"next":{"next":{"id":9}}}}}"#)
        #expect(log.all.map(\.name) == ["first", "next", "second", "third", "next", "next"])
        let failed = try engine(second: .failed(LoadFailure(message: "no"), keys: 1)).run(text)
        #expect(failed.hasPrefix(#"{"data":null,"errors":[{"message":"no""#))
        #expect(log.all.map(\.name).suffix(3) == ["first", "next", "second"])
    }

    @Test func `a response that cannot change is written once`() throws {
        let engine = try Engine(Self.sdl, ["Query.a": Self.load("a", .immediate { Self.answer($0, 1) })])
        let introspection = try engine.prepare(#"{ __typename __type(name: "T") { fields { name } } }"#)
        #expect(try introspection.plan().isConstant)
        let first = ExecutionRequest(introspection).immediateResponse()
        #expect(try introspection.plan().keptResponse.withLock { $0 } == first?.bytes)
        #expect(ExecutionRequest(introspection).immediateResponse()?.bytes == first?.bytes)
        #expect(try !engine.prepare("{ a { id } }").plan().isConstant)
        #expect(try !engine.prepare("query($n: String!) { __type(name: $n) { name } }").plan().isConstant)
    }
}
