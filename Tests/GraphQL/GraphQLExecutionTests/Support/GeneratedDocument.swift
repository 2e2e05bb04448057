/// A random document for a generated world; most are valid, and those that are not are left out by the caller.
struct GeneratedDocument {
    private let world: GeneratedWorld
    private var dice: Dice
    private var fragments: [String] = []
    private var fragmentCount = 0

    static func text(_ world: GeneratedWorld, seed: UInt64) -> String {
        var document = GeneratedDocument(world: world, dice: Dice(seed: seed))
        let body = document.selections(on: "Query", depth: 0)
        let text = "query($t: Boolean = true, $f: Boolean!, $n: Int) \(body)"
        return ([text] + document.fragments).joined(separator: "\n")
    }

    private init(world: GeneratedWorld, dice: Dice) { (self.world, self.dice) = (world, dice) }

    private mutating func selections(on type: String, depth: Int) -> String {
        var parts = ["__typename @include(if: $t) @skip(if: $f)"]
        for _ in 0..<1 + dice.roll(4) { parts.append(selection(on: type, depth: depth)) }
        return "{ \(parts.joined(separator: " ")) }"
    }

    private mutating func selection(on type: String, depth: Int) -> String {
        let roll = dice.roll(100)
        if roll < 12, depth < 5 { return "...\(condition(type, spread: true)) \(directive())\(inner(type, depth))" }
        if roll < 20, depth < 5 { return spread(on: type, depth: depth) }
        if roll < 55 || depth >= 5, let leaf = world.leafFields[type].flatMap({ $0.isEmpty ? nil : dice.pick($0) }) {
            return "\(type)_\(leaf)\(dice.chance(20) ? "x" : ""): \(leaf) \(directive())"
        }
        guard depth < 5, let fields = world.compositeFields[type] else { return "__typename" }
        let field = dice.pick(fields)
        let count = dice.pick(["", "0", "1", "$n"])
        let arguments = field.isEmbedded || count.isEmpty ? "" : "(n: \(count))"
        let suffix = field.isEmbedded || count.isEmpty ? "" : count == "$n" ? "_n" : "_\(count)"
        return "\(type)_\(field.name)\(suffix): \(field.name)\(arguments) \(directive())"
            + selections(on: field.type, depth: depth + 1)
    }

    private var lastCondition = ""

    private mutating func condition(_ type: String, spread: Bool) -> String {
        let isAbstract = type == "I" || type == "U"
        let chosen = isAbstract ? dice.pick(["T0", "T1", "T2", "I"]) : type
        lastCondition = chosen
        return chosen == type && spread && dice.chance(50) ? "" : " on \(chosen)"
    }

    private mutating func inner(_ type: String, _ depth: Int) -> String {
        selections(on: lastCondition, depth: depth + 1)
    }

    private mutating func spread(on type: String, depth: Int) -> String {
        let name = "F\(fragmentCount)"
        fragmentCount += 1
        let condition = condition(type, spread: false)
        let body = selections(on: lastCondition, depth: depth + 1)
        fragments.append("fragment \(name)\(condition) \(body)")
        return "...\(name) \(directive())"
    }

    private mutating func directive() -> String {
        switch dice.roll(12) {
        case 0: "@include(if: $t) "
        case 1: "@skip(if: $f) "
        case 2: "@skip(if: $t) "
        case 3: "@include(if: true) "
        default: ""
        }
    }
}
