import ContextKit
import EventSourcing

/// `Mutation.recordAiUsageBatch`
package enum RecordAiUsageBatchField: CommandBatchPart {
    package static let field = "Mutation.recordAiUsageBatch"
    package static let argument = "inputs"
    package static let itemsMax = 1_000

    package static func idempotencyKey(_ command: RecordAiUsage) -> String { command.usage.request }

    package static func command(_ item: Input) -> RecordAiUsage { RecordAiUsage(RecordAiUsageField.usage(item)) }

    package static func row(
        _ index: Int, _ command: RecordAiUsage, _ outcome: Result<CommandOutcome<UsageHour>, PublicFailure>
    ) -> ResultRow {
        let line = ResultRow("AiUsageLine", ["index": .int(Int64(index)), "request_id": .text(command.usage.request)])
        switch outcome {
        case .success(.done(let receipt)):
            return line.with("status", .text("RECORDED")).with("position", .text(receipt.cursor.description))
        case .success(.refused(let refusal)): return rejected(line, refusal.rawValue, refusal.message)
        case .success(.invalid(let violations)):
            return rejected(
                line, violations.first?.code ?? "INVALID", violations.map(\.message).joined(separator: " "))
        case .success(.forbidden): return rejected(line, "FORBIDDEN", "You may not do this.")
        case .success(.idReused):
            return rejected(line, "COMMAND_ID_REUSED", "Another usage was recorded under this request id.")
        case .success(.streamClosed): return rejected(line, "NOT_FOUND", "The hour of the usage is closed.")
        case .failure(let failure):
            return line.with("status", .text("FAILED")).with("code", .text(failure.code))
                .with("message", .text(failure.message))
        }
    }

    private static func rejected(_ line: ResultRow, _ code: String, _ message: String) -> ResultRow {
        line.with("status", .text("REJECTED")).with("code", .text(code)).with("message", .text(message))
    }
}
