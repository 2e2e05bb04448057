import Composition
import EventSourcing
import Lifecycle

/// `belvedere demo generate`: a believable tenant with as many usages, chats and messages as are wanted.
enum DemoGenerate: Command {
    static let path = ["demo", "generate"]
    static let summary = "Write generated AI usages and chats of a believable tenant"
    static let usage = "[--usages N [--days D]] [--chats C [--messages M] [--people P]] [--seed S] [--tenant T]"
    static let options = [
        OptionHelp("--usages N", "how many usages, up to 10,000,000"),
        OptionHelp("--days D", "over how many days up to now, 1 to 34 (30)"),
        OptionHelp("--chats C", "how many chats, up to 100,000"),
        OptionHelp("--messages M", "how many messages in them, up to 10,000,000 (20 a chat)"),
        OptionHelp("--people P", "how many people talk, 2 to 100,000 (50)"),
        OptionHelp("--seed S", "the same seed gives the same tenant (1)"),
        OptionHelp("--tenant T", "whose data they are (demo)"),
        ConfigurationArguments.option, ConfigurationArguments.flags,
    ]
    static let example = "belvedere demo generate --usages 1000000 --days 30 --seed 7"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let usages = try optional("--usages", 1...UsagePlan.usagesMax, &arguments)
        let days = try optional("--days", 1...UsagePlan.daysMax, &arguments) ?? 30
        let chats = try optional("--chats", 1...ChatPlan.chatsMax, &arguments)
        let messages = try optional("--messages", 0...ChatPlan.messagesMax, &arguments)
        let people = try optional("--people", 2...ChatPlan.peopleMax, &arguments) ?? 50
        let seed = UInt64(try optional("--seed", 0...Int.max, &arguments) ?? 1)
        guard let tenant = TenantID(try arguments.option("--tenant") ?? "demo") else {
            throw .usage("--tenant takes a name without blanks.")
        }
        guard usages != nil || chats != nil else {
            throw .usage("Say what to generate: --usages N, --chats C or both.")
        }
        let configuration = try ConfigurationArguments.load(&arguments)
        try arguments.finish()
        return try await LogSession.run(configuration) { session in
            if let usages {
                let generator = DemoUsage(session.events, tenant: tenant, clock: session.clock)
                let progress = ProgressLine(console, clock: session.clock)
                try await generator.write(UsagePlan(usages: usages, days: days, seed: seed)) {
                    progress.tell($0, of: usages, "usages")
                }
                progress.end("\(usages) usages of tenant \(tenant) are in the log.")
            }
            if let chats {
                let plan = ChatPlan(chats: chats, messages: messages ?? chats * 20, people: people, seed: seed)
                let generator = DemoChats(session.events, tenant: tenant, clock: session.clock)
                let progress = ProgressLine(console, clock: session.clock)
                try await generator.write(plan) { progress.tell($0, of: plan.messages, "messages") }
                progress.end("\(plan.messages) messages in \(chats) chats of tenant \(tenant) are in the log.")
            }
            return .success
        }
    }

    private static func optional(
        _ name: String, _ range: ClosedRange<Int>, _ arguments: inout ArgumentReader
    ) throws(CommandFailure) -> Int? {
        guard let text = try arguments.option(name) else { return nil }
        return try number(text, name, range)
    }

    static func number(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws(CommandFailure) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw .usage("\(name) takes a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}
