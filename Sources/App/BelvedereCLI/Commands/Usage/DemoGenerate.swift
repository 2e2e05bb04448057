import Composition
import EventSourcing
import Lifecycle

/// `belvedere demo generate`: a believable tenant with as many usages as are wanted.
enum DemoGenerate: Command {
    static let path = ["demo", "generate"]
    static let summary = "Write generated AI usages of a believable tenant"
    static let usage = "--usages N [--days D] [--seed S] [--tenant T]"
    static let options = [
        OptionHelp("--usages N", "how many, up to 10,000,000"),
        OptionHelp("--days D", "over how many days up to now, 1 to 34 (30)"),
        OptionHelp("--seed S", "the same seed gives the same tenant (1)"),
        OptionHelp("--tenant T", "whose data they are (demo)"),
        ConfigurationArguments.option, ConfigurationArguments.flags,
    ]
    static let example = "belvedere demo generate --usages 1000000 --days 30 --seed 7"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let usages = try number(try arguments.required("--usages"), "--usages", 1...UsagePlan.usagesMax)
        let days = try number(try arguments.option("--days") ?? "30", "--days", 1...UsagePlan.daysMax)
        let seed = try number(try arguments.option("--seed") ?? "1", "--seed", 0...Int.max)
        guard let tenant = TenantID(try arguments.option("--tenant") ?? "demo") else {
            throw .usage("--tenant takes a name without blanks.")
        }
        let configuration = try ConfigurationArguments.load(&arguments)
        try arguments.finish()
        let plan = UsagePlan(usages: usages, days: days, seed: UInt64(seed))
        return try await LogSession.run(configuration) { session in
            let progress = ProgressLine(console, clock: session.clock)
            let generator = DemoUsage(session.events, tenant: tenant, clock: session.clock)
            try await generator.write(plan) { progress.tell($0, of: usages, "usages") }
            progress.end("\(usages) usages of tenant \(tenant) are in the log.")
            return .success
        }
    }

    static func number(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws(CommandFailure) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw .usage("\(name) takes a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}
