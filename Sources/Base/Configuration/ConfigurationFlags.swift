/// Separates configuration flags from the words of a command.
package enum ConfigurationFlags {
    /// Takes `--group.name=value`, `--group.name value` and, for a key that is true or false, `--group.name` alone.
    ///
    /// Every key has a dot in its name and no command's own flag has one, so neither can hide the other.
    package static func split(
        _ arguments: [String], _ table: ConfigurationTable
    ) -> (flags: [(name: String, value: String)], rest: [String]) {
        var flags: [(name: String, value: String)] = []
        var rest: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                rest += arguments[(index - 1)...]
                break
            }
            let (name, value) = parts(argument)
            guard let name, name.utf8.contains(UInt8(ascii: ".")) else {
                rest.append(argument)
                continue
            }
            if let value {
                flags.append((name, value))
            } else if table.byName[name].map({ table.keys[$0].form }) == "true | false" {
                flags.append((name, "true"))
            } else if index < arguments.count {
                flags.append((name, arguments[index]))
                index += 1
            } else {
                flags.append((name, ""))
            }
        }
        return (flags, rest)
    }

    private static func parts(_ argument: String) -> (name: String?, value: String?) {
        guard argument.utf8.starts(with: "--".utf8) else { return (nil, nil) }
        let body = argument.utf8.dropFirst(2)
        guard let equals = body.firstIndex(of: UInt8(ascii: "=")) else { return (String(body), nil) }
        return (String(body[..<equals]), String(body[body.index(after: equals)...]))
    }
}
