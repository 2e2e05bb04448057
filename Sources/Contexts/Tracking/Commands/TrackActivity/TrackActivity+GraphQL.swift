import ContextKit
import Database
import EventSourcing
import Prelude

/// `Mutation.trackActivity`
package enum TrackActivityField: CommandBatchPart {
    package static let field = "Mutation.trackActivity"
    package static let argument = "inputs"
    package static let itemsMax = 100

    package static func install(in assembly: inout Assembly) {
        assembly.commandBatch(TrackActivityField.self)
        assembly.object(
            "ActivityLine",
            columns: [
                .init("index", .int), .init("id", .text), .init("status", .text),
                .init("position", .text, optional: true), .init("code", .text, optional: true),
                .init("message", .text, optional: true),
            ])
    }

    /// Everybody tells what they have done themselves.
    package static let hasKeysOfActors = true

    package static func idempotencyKey(_ command: TrackActivity) -> String { command.activity.id }

    package static func command(_ item: Input) -> TrackActivity {
        let properties = (item.objects("properties") ?? []).map { property in
            ActivityTracked.Property(name: property.text("name") ?? "", value: property.text("value") ?? "")
        }
        return TrackActivity(
            ActivityTracked(
                id: item.text("id") ?? "", kind: item.text("kind") == "FEATURE" ? .feature : .page,
                subject: item.text("name") ?? "", session: item.text("sessionHint"), properties: properties,
                at: item.moment("occurredAt") ?? Timestamp(microseconds: 0)))
    }

    package static func row(
        _ index: Int, _ command: TrackActivity, _ outcome: Result<CommandOutcome<ActivityHour>, PublicFailure>
    ) -> ResultRow {
        let line = ResultRow("ActivityLine", ["index": .int(Int64(index)), "id": .text(command.activity.id)])
        switch outcome {
        case .success(.done(let receipt)):
            return line.with("status", .text("RECORDED")).with("position", .text(receipt.cursor.description))
        case .success(.refused(let refusal)): return rejected(line, refusal.rawValue, refusal.message)
        case .success(.invalid(let violations)):
            return rejected(
                line, violations.first?.code ?? "INVALID", violations.map(\.message).joined(separator: " "))
        case .success(.forbidden): return rejected(line, "FORBIDDEN", "You may not do this.")
        case .success(.idReused):
            return rejected(line, "COMMAND_ID_REUSED", "Something else was recorded under this id.")
        case .success(.streamClosed): return rejected(line, "NOT_FOUND", "The hour is closed.")
        case .failure(let failure):
            return line.with("status", .text("FAILED")).with("code", .text(failure.code))
                .with("message", .text(failure.message))
        }
    }

    private static func rejected(_ line: ResultRow, _ code: String, _ message: String) -> ResultRow {
        line.with("status", .text("REJECTED")).with("code", .text(code)).with("message", .text(message))
    }
}
