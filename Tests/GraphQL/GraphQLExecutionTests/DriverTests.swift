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
        return LoadResult(rows: rows, groups: (0..<rows.rowCount).map { .rows($0..<$0 + 1) })
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

    /// Three root fields of a mutation, each of which leads to a next row; the loads are written down.
    private static func mutation(_ log: CallLog, first: LoadResult?) throws -> Engine {
        try Engine(
            Self.sdl,
            [
                "Mutation.first": Self.load(
                    "first", log.logging(.immediate { call in first ?? Self.answer(call, 1) })),
                "Mutation.second": Self.load("second", log.logging(.immediate { Self.answer($0, 2) })),
                "Mutation.third": Self.load("third", log.logging(.immediate { Self.answer($0, 3) })),
                "T.next": Self.load("next", log.logging(.immediate { Self.answer($0, 1) }), keys: ["id"]),
            ])
    }

    @Test func `the first error of a mutation that halts is its last field, whether it may be null or not`() throws {
        for (behavior, names) in [
            (ErrorBehavior.halt, ["first"]), (.propagate, ["first", "second", "third"]),
            (.null, ["first", "second", "third"]),
        ] {
            let log = CallLog()
            let engine = try Self.mutation(log, first: .failed(LoadFailure(message: "no"), keys: 1))
            var request = try engine.request("mutation { first { id } second { id } third { id } }")
            request.behavior = behavior
            let response = try #require(request.immediateResponse())
            #expect(log.all.map(\.name) == names)
            #expect(response.hasData == (behavior != .halt) && response.hasErrors)
        }
    }

    @Test func `what an interrupted mutation did not run is an error, never a silent null`() async throws {
        let waves = Lock(0)
        var request = try Self.mutation(CallLog(), first: nil).request(
            "mutation { first { id next { id next { id } } } third { id } again: third { id } }")
        request.interruption = {
            waves.withLock { count in
                count += 1
                return count > 2 ? LoadFailure(message: "late", extensions: Array(#"{"code":"X"}"#.utf8)) : nil
            }
        }
        let answer = try JSONValue(parsing: await request.response().bytes)
        // The row of the inner `next` has the key of the outer one, so that it is there; the fields after are not.
        #expect(
            answer["data"]?.text
                == #"{"first":{"id":1,"next":{"id":1,"next":{"id":1}}},"third":null,"again":null}"#)
        #expect(answer["errors"]?.items?.map { $0["path"]?.text } == [#"["third"]"#, #"["again"]"#])
        #expect(answer["errors"]?.items?.allSatisfy { $0["message"] == "late" && $0["locations"] != nil } == true)
        #expect(answer["errors"]?.items?.allSatisfy { $0["extensions"]?["code"] == "X" } == true)
    }

    @Test func `rows that are there already do not hide what is missing behind them`() throws {
        // The row of each key is the next number, but for 1, which leads to itself.
        @Sendable func next(_ call: LoadCall) -> LoadResult {
            var rows = RowBatch(columnCount: call.columns.count)
            for key in 0..<call.keys.rowCount {
                let id = call.keys.cell(row: key, column: 0).int
                for _ in call.columns { rows.append(.int(id == 1 ? 1 : id + 1)) }
                rows.endRow()
            }
            return LoadResult(rows: rows, groups: (0..<rows.rowCount).map { .rows($0..<$0 + 1) })
        }
        let bindings: [String: FieldBinding] = [
            "Query.a": Self.load("a", .immediate { Self.answer($0, 1) }),
            "Query.b": Self.load("b", .immediate { Self.answer($0, 7) }),
            "T.next": Self.load("next", .immediate(next), keys: ["id"]),
            "T.other": Self.load("other", .immediate(next), keys: ["id"]),
        ]
        let sdl = "type Query { a: T b: T } type T { id: Int next: T other: T }"
        let request = try Engine(sdl, bindings).request(
            "{ a { next { next { id other { id } } } } b { next { next { id } } } }")
        var machine = try request.machine()
        var step = machine.start()
        // In the third wave `a.next.next` is known already, and `b.next.next` is not.
        for _ in 0..<2 {
            guard case .load(let calls) = step else { break }
            step = machine.resume(
                calls.map { call in
                    guard case .immediate(let load) = call.binding.loader else { return next(call) }
                    return load(call)
                })
        }
        let answer = try JSONValue(parsing: machine.abandon("late").bytes)
        #expect(
            answer["data"]?.text
                == #"{"a":{"next":{"next":{"id":1,"other":null}}},"b":{"next":{"next":null}}}"#)
        #expect(
            answer["errors"]?.items?.map { $0["path"]?.text } == [
                #"["a","next","next","other"]"#, #"["b","next","next"]"#,
            ])
    }
}
