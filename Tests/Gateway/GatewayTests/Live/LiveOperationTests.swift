import ContextKit
import EventSourcing
import GraphQLSchema
import JSON
import Networking
import Prelude
import Telemetry
import Testing

@testable import Gateway

struct LiveOperationTests {
    private func event() throws -> RecordedEvent {
        RecordedEvent(
            position: GlobalPosition(1), stream: try #require(StreamName("test.ticks:1")), version: StreamVersion(1),
            name: "ticks.ticked.1", schemaVersion: 1, codec: .json, body: Array("{}".utf8),
            metadata: EventMetadata(
                tenant: "t", id: EventID(command: CommandID.derived(from: "a", "b"), ordinal: 0),
                origin: CommandOrigin(),
                occurred: Timestamp(microseconds: 1), recorded: Timestamp(microseconds: 1)))
    }

    private func result(_ gateway: SmallGateway, onError: String? = nil) throws -> JSONValue {
        let loops = try EventLoopGroup(count: 1)
        defer { loops.stop() }
        var bytes: [UInt8] = []
        try gateway.operation(onError: onError).result(
            of: try event(), nil, at: Cursor(epoch: LogEpoch(1), position: GlobalPosition(1)), on: loops.loops[0]
        ) { bytes = $0?.bytes ?? [] }
        return try JSONValue(parsing: bytes)
    }

    @Test func `a fault of ours in a subscription is logged, counted and traced like in any other operation`() throws {
        let gateway = try SmallGateway()
        let error = try #require(try result(gateway)["errors"]?[0])
        #expect(error["extensions"]?["code"] == "INTERNAL")
        let trace = try #require(error["extensions"]?["traceId"]?.string)
        let line = try #require(gateway.lines.all.first)
        #expect(line.trace?.traceText == trace)
        #expect(line.fields["operation"] == "Broken")
        let metrics = gateway.metricsText
        #expect(metrics.contains(#"belvedere_graphql_errors_total{code="INTERNAL"} 1"#))
        #expect(
            metrics.contains(#"belvedere_graphql_operations_total{operation="other",outcome="partial"} 1"#),
            "\(metrics)")
    }

    @Test func `what a failed field does is the client's choice, and only equal choices share results`() throws {
        let gateway = try SmallGateway()
        #expect(try result(gateway)["data"] == ["ticks": .null])
        #expect(try result(gateway, onError: "NULL")["data"] == ["ticks": ["id": .null, "text": "tick"]])
        #expect(try gateway.operation().identity != gateway.operation(onError: "NULL").identity)
        #expect(try gateway.operation().identity == gateway.operation().identity)
    }

    @Test func `who may follow a feed is never read from rows that lag, whatever the client would accept`() async throws
    {
        let gateway = try SmallGateway(positions: FixedPositions(own: Cursor(epoch: 1, position: 89)))
        var options = RequestOptions()
        (options.onTimeout, options.waitMilliseconds) = (.stale, 0)
        let operation = try gateway.operation("subscription { gated { text } }", options)
        await #expect(throws: PublicFailure.self) { try await operation.gate(after: Cursor(epoch: 1, position: 90)) }
        do throws(PublicFailure) {
            _ = try await operation.gate(after: Cursor(epoch: 1, position: 90))
        } catch {
            #expect(error.code == "READ_MODEL_LAGGING")
        }
    }

    private static let ann = Viewer(tenant: "t", actor: "ann")
    private static let staff = Viewer(tenant: "t", actor: "sue", scopes: ["staff"])

    @Test(
        arguments: [
            ("text secret", nil, "UNAUTHENTICATED"), ("text secret", ann, nil), ("staff", ann, "FORBIDDEN"),
            ("staff", nil, "UNAUTHENTICATED"), ("staff", staff, nil), ("secret @include(if: false) text", nil, nil),
        ] as [(String, Viewer?, String?)])
    func `a subscription that selects what somebody may not see is not begun`(
        _ selected: String, _ viewer: Viewer?, _ code: String?
    ) throws {
        let gateway = try SmallGateway()
        let query = "subscription { ticks { \(selected) } }"
        do throws(LiveRefusal) {
            _ = try gateway.begun(query, as: viewer ?? Viewer(tenant: "t", actor: nil))
            #expect(code == nil)
        } catch {
            let errors = try JSONValue(parsing: error.errors)
            #expect(errors[0]?["extensions"]?["code"]?.string == code, "\(errors.text)")
        }
    }
}
