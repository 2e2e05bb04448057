/// Makes random documents that follow the grammar, from a seed.
struct DocumentGenerator {
    private var state: UInt64
    private var depth = 0

    init(seed: UInt64) { state = seed }

    /// A number below the bound (splitmix64).
    mutating func random(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    private mutating func chance(_ percent: Int) -> Bool { random(100) < percent }
    private mutating func pick(_ items: [String]) -> String { items[random(items.count)] }
    private mutating func list(_ maximum: Int, _ make: (inout DocumentGenerator) -> String) -> [String] {
        (0..<random(maximum) + 1).map { _ in make(&self) }
    }
    private mutating func gap() -> String { pick([" ", "\n", ", ", " # c\n", "\r\n", "\t"]) }

    mutating func document() -> String { list(4) { $0.definition() }.joined(separator: "\n") }

    private mutating func definition() -> String {
        switch random(9) {
        case 0...2: return operation()
        case 3: return "\(description())fragment \(name()) on \(name())\(directives(false)) \(selectionSet())"
        case 4:
            let interfaces = chance(30) ? " implements & A & B" : ""
            return "\(description())type \(name())\(interfaces)\(directives(true)) {\(fields())}"
        case 5:
            let inputs = list(3) { $0.inputValue() }.joined(separator: " ")
            return "\(description())input \(name())\(directives(true)) { \(inputs) }"
        case 6:
            let values = list(3) { $0.description() + $0.name() + $0.directives(true) }.joined(separator: " ")
            return "\(description())enum \(name()) { \(values) }"
        case 7: return "extend union \(name())\(directives(true)) = A | \(name())"
        default: return "\(description())directive @\(name())(\(inputValue())) repeatable on FIELD | ENUM"
        }
    }

    private mutating func operation() -> String {
        if chance(20) { return "query \(selectionSet())" }
        var variables = ""
        if chance(50) {
            let definitions = list(3) {
                "\($0.description())$\($0.name()): \($0.type())\($0.defaultValue())\($0.directives(true))"
            }
            variables = "(\(definitions.joined(separator: gap())))"
        }
        let head = "\(description())\(pick(["query", "mutation", "subscription"])) \(chance(70) ? name() : "")"
        return "\(head)\(variables)\(directives(false)) \(selectionSet())"
    }

    private mutating func selectionSet() -> String {
        depth += 1
        defer { depth -= 1 }
        return "{" + gap() + list(4) { $0.selection() }.joined(separator: gap()) + gap() + "}"
    }

    private mutating func selection() -> String {
        if chance(10) { return "...\(name())\(directives(false))" }
        if chance(10), depth < 5 {
            return "... \(chance(60) ? "on \(name())" : "")\(directives(false)) \(selectionSet())"
        }
        let arguments = chance(40) ? "(\(list(4) { "\($0.name()): \($0.value(false))" }.joined(separator: gap())))" : ""
        let inner = depth < 5 && chance(40) ? selectionSet() : ""
        return "\(chance(30) ? name() + ": " : "")\(name())\(arguments)\(directives(false)) \(inner)"
    }

    private mutating func fields() -> String {
        list(3) {
            let arguments = $0.chance(40) ? "(\($0.list(3) { $0.inputValue() }.joined(separator: " ")))" : ""
            return "\($0.description())\($0.name())\(arguments): \($0.type())\($0.directives(true))"
        }.joined(separator: gap())
    }

    private mutating func inputValue() -> String {
        "\(description())\(name()): \(type())\(defaultValue())\(directives(true))"
    }

    private mutating func defaultValue() -> String { chance(30) ? " = \(value(true))" : "" }
    private mutating func directives(_ isConstant: Bool) -> String {
        chance(20) ? " @\(name())" + (chance(50) ? "(\(name()): \(value(isConstant)))" : "") : ""
    }
    private mutating func description() -> String { chance(20) ? string() + " " : "" }

    private mutating func type() -> String {
        let inner = chance(30) && depth < 5 ? "[\(type())]" : name()
        return inner + (chance(30) ? "!" : "")
    }

    private mutating func name() -> String {
        pick(["a", "Bc", "_d", "longerName1", "on1", "query", "type", "x9", String(repeating: "n", count: 30)])
    }

    private mutating func string() -> String {
        let text = list(6) {
            $0.pick([
                "a", " ", "é", "😀", "\\n", "\\\"", "\\u00e9", "\\uD83D\\uDE00", "\\u{1F600}", "\\\\", "#", "word word ",
            ])
        }
        if chance(50) { return "\"\(text.joined())\"" }
        let lines = list(6) { $0.pick(["a", "  b", "\t", "", "\\\"\"\"", "c\\", "\"q\"", "é 😀", "    deep"]) }
        return "\"\"\"\(lines.joined(separator: pick(["\n", "\r\n", "\r"])))\(chance(50) ? "\n" : " ")\"\"\""
    }

    private mutating func value(_ isConstant: Bool) -> String {
        depth += 1
        defer { depth -= 1 }
        switch random(depth > 6 ? 6 : 9) {
        case 0: return pick(["0", "-1", "123456789", "1.5", "-2e10", "0.1E-3"])
        case 1: return string()
        case 2: return pick(["true", "false", "null"])
        case 3: return name() + "X"
        case 4, 5: return isConstant ? "7" : "$\(name())"
        case 6, 7: return "[\(chance(80) ? list(5) { $0.value(isConstant) }.joined(separator: gap()) : "")]"
        default:
            return "{\(chance(80) ? list(4) { "\($0.name()): \($0.value(isConstant))" }.joined(separator: gap()) : "")}"
        }
    }
}
