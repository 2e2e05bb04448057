/// Takes options and operands out of a command's arguments; what is left at the end was not understood.
///
/// `--name value`, `--name=value` and `--flag` may stand anywhere; after `--` everything is an operand.
struct ArgumentReader {
    private var rest: [String]
    private var operands: [String]

    init(_ arguments: [String]) {
        let end = arguments.firstIndex(of: "--")
        rest = Array(arguments[..<(end ?? arguments.count)])
        operands = end.map { Array(arguments[($0 + 1)...]) } ?? []
    }

    /// What nobody has taken yet, to be read by another rule.
    var remaining: [String] { operands.isEmpty ? rest : rest + ["--"] + operands }

    /// True if the flag was given.
    mutating func flag(_ name: String) -> Bool {
        guard let place = rest.firstIndex(of: name) else { return false }
        rest.remove(at: place)
        return true
    }

    /// The value of an option, or nil if it was not given.
    mutating func option(_ name: String) throws(CommandFailure) -> String? {
        for (place, word) in rest.enumerated() {
            if word == name {
                guard place + 1 < rest.count else { throw .usage("\(name) needs a value.") }
                let value = rest[place + 1]
                rest.removeSubrange(place...place + 1)
                return value
            }
            if word.hasPrefix(name + "=") {
                rest.remove(at: place)
                return String(word.dropFirst(name.count + 1))
            }
        }
        return nil
    }

    /// Every value of an option that may be repeated.
    mutating func options(_ name: String) throws(CommandFailure) -> [String] {
        var values: [String] = []
        while let value = try option(name) { values.append(value) }
        return values
    }

    mutating func required(_ name: String) throws(CommandFailure) -> String {
        guard let value = try option(name) else { throw .usage("\(name) is missing.") }
        return value
    }

    /// Everything that is no option; an option that nobody took is a mistake, found here.
    mutating func operands(_ range: ClosedRange<Int>, what: String) throws(CommandFailure) -> [String] {
        if let unknown = rest.first(where: { $0.hasPrefix("-") && $0 != "-" }) {
            throw .usage("Unknown option \(unknown).")
        }
        let all = rest + operands
        guard range.contains(all.count) else {
            throw .usage(all.isEmpty ? "Expected \(what)." : "Expected \(what), got \(all.count) operands.")
        }
        (rest, operands) = ([], [])
        return all
    }

    /// Ends a command without operands.
    mutating func finish() throws(CommandFailure) { _ = try operands(0...0, what: "nothing more") }
}
