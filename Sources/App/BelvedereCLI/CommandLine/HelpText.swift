/// What `--help` prints.
enum HelpText {
    /// The commands, or those that begin with the given words.
    static func commands(under path: [String] = []) -> String {
        let fitting = CommandTable.all.filter { $0.path.starts(with: path) }
        let names = (fitting.isEmpty ? CommandTable.all : fitting).map { ($0.path.joined(separator: " "), $0.summary) }
        let width = names.map(\.0.count).max() ?? 0
        let lines = names.map { name, summary in
            "  \(name)\(String(repeating: " ", count: width - name.count))  \(summary)"
        }
        return "Usage: belvedere <command> …\n\n\(lines.joined(separator: "\n"))\n\n"
            + "belvedere <command> --help says more about one of them.\n"
    }

    static func command(_ command: any Command.Type) -> String {
        let name = "belvedere " + command.path.joined(separator: " ")
        var text = "\(command.summary)\n\nUsage: \(name) \(command.usage)\n"
        if !command.options.isEmpty {
            let width = command.options.map(\.name.count).max() ?? 0
            text += "\n"
            for option in command.options {
                text += "  \(option.name)\(String(repeating: " ", count: width - option.name.count))  "
                text += "\(option.meaning)\n"
            }
        }
        return text + "\nExample:\n  \(command.example)\n"
    }
}
