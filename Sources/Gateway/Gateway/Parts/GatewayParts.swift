import ContextKit
import Database
import EventSourcing
import GraphQLPlanning
import Rows

/// The fields of the roots that are the gateway's own; every context only extends the roots.
package enum GatewayParts: BoundedContext {
    package static let name = "gateway"
    package static let parts: [any Part.Type] = [
        GatewayInfo.self, Noop.self, PageInfo.self, LogPosition.self,
    ]
}

/// `Query.gateway`: what the node runs and how far its read models are.
enum GatewayInfo: Part {
    static func install(in assembly: inout Assembly) {
        assembly.object("GatewayInfo", columns: [.init("version", .text), .init("position", .text)])
        assembly.object(
            "ReadModelInfo",
            columns: [.init("name", .text), .init("zone", .text), .init("position", .text), .init("lag", .int)])
        assembly.bind("Query.gateway") { _, _, _ in
            .load(LoadBinding(name: "Query.gateway", shape: .one, loader: .immediate(node)))
        }
        assembly.bind("GatewayInfo.readModels") { _, _, _ in
            .load(LoadBinding(name: "GatewayInfo.readModels", shape: .many, loader: .immediate(models)))
        }
    }

    private static func node(_ call: LoadCall) -> LoadResult {
        guard let scope = call.context as? RequestScope else { return unavailable(call) }
        scope.noteUnwatched()
        let row = ResultRow(
            "GatewayInfo",
            ["version": .text(GatewayVersion.text), "position": .text(scope.services.positions.head.description)])
        return .all(row.batch(call.columns))
    }

    private static func models(_ call: LoadCall) -> LoadResult {
        guard let scope = call.context as? RequestScope else { return unavailable(call) }
        scope.noteUnwatched()
        let head = scope.services.positions.head
        var rows: [ResultRow] = []
        for model in scope.services.positions.models {
            let position = scope.services.positions.position(of: model.name)
            let row = ResultRow(
                "ReadModelInfo",
                [
                    "name": .text(model.name.text), "zone": .text(model.zone.rawValue),
                    "position": .text(Cursor(epoch: head.epoch, position: position).description),
                    "lag": .int(max(0, head.position.number - position.number)),
                ])
            rows.append(row)
        }
        return .all(ResultRow.batch(rows, call.columns))
    }

    private static func unavailable(_ call: LoadCall) -> LoadResult {
        .failed(PublicFailure.unavailable(retryAfterMilliseconds: 1_000).loadFailure, keys: call.keys.rowCount)
    }
}

/// `Mutation.noop`
enum Noop: Part {
    static func install(in assembly: inout Assembly) {
        assembly.bind("Mutation.noop") { _, _, _ in .constant(Array("true".utf8)) }
    }
}

/// `PageInfo`, which stands for the row that describes a connection's page.
enum PageInfo: Part {
    static func install(in assembly: inout Assembly) {
        assembly.object(
            "PageInfo",
            columns: [
                .init("has_next_page", .bool), .init("has_previous_page", .bool),
                .init("start_cursor", .text, optional: true), .init("end_cursor", .text, optional: true),
            ])
    }
}
