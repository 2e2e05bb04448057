/// One thing that `belvedere` can do; a file under Commands holds one, and `CommandTable` lists it.
protocol Command: Sendable {
    /// The words that name it, such as `["graphql", "schema", "print"]`.
    static var path: [String] { get }
    /// One line for the list of commands.
    static var summary: String { get }
    /// What follows the name, such as `[--json] <file>`.
    static var usage: String { get }
    static var options: [OptionHelp] { get }
    /// A line that can be pasted into a shell.
    static var example: String { get }

    /// Does it; the code is what the shell is told.
    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode
}

extension Command {
    static var options: [OptionHelp] { [] }
}

/// One option in a help text.
struct OptionHelp: Sendable {
    let name: String
    let meaning: String

    init(_ name: String, _ meaning: String) { (self.name, self.meaning) = (name, meaning) }
}

/// Why a command stopped: what to say on stderr and what to tell the shell.
struct CommandFailure: Error {
    let message: String
    let code: ExitCode

    init(_ message: String, code: ExitCode = .failed) { (self.message, self.code) = (message, code) }

    /// The command was called wrongly.
    static func usage(_ message: String) -> CommandFailure { CommandFailure(message, code: .usage) }
}
