import ContextKit
import EventSourcing

/// Adds tokens to what a user has used.
struct RecordUsage: Command {
    static let name = "bench.record-usage"
    static let readsState = false
    let user: String
    let tokens: Int64

    /// A name that is no stream's is a violation, so nothing is ever written to the one that stands for it here.
    var stream: StreamName {
        StreamName(BenchmarkUsage.category, user) ?? StreamName(stored: "bench.usage:-", categoryBytes: 11)
    }
    var content: [UInt8] { Array("\(user)\u{0}\(tokens)".utf8) }

    func violations() -> [InputViolation] {
        StreamName(BenchmarkUsage.category, user) == nil
            ? [InputViolation("userId", code: "INVALID_ID", "The id is too long or has other than visible characters.")]
            : []
    }

    func isPermitted(to caller: Caller) -> Bool { true }

    func decide(
        _ state: BenchmarkUsage, _ circumstances: Circumstances
    ) throws(BenchmarkUsage.Refusal) -> Decision<BenchmarkUsage> {
        Decision([UsageAdded(user: user, tokens: tokens)])
    }
}

/// `Mutation.recordUsage`
enum RecordUsageField: CommandPart {
    static let field = "Mutation.recordUsage"

    static func command(_ input: Input, _ request: CommandRequest) -> RecordUsage {
        RecordUsage(user: input.text("userId") ?? "", tokens: input.int("tokens") ?? 0)
    }

    static func result(_ command: RecordUsage, _ receipt: CommandReceipt<UsageAdded>) -> ResultRow {
        ResultRow("UsageRecorded", ["user_id": .text(command.user)])
    }

    static func refused(_ refusal: BenchmarkUsage.Refusal) -> ResultRow {}
}
