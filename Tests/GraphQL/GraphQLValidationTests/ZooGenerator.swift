/// Makes random documents about the zoo, most of them faulty, from a seed.
struct ZooGenerator {
    private var state: UInt64
    private var depth = 0

    init(seed: UInt64) { state = seed }

    private mutating func random(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    private mutating func pick(_ words: String) -> String {
        let words = words.split(separator: " ")
        return String(words[random(words.count)])
    }

    mutating func document() -> String {
        let operations = (0...random(2)).map { number in
            "\(pick("query query mutation subscription")) Q\(number)($a: \(pick("Int String Boolean! [String] Dog")) = "
                + "\(pick("1 true null [2] {a:1}"))) \(directive()) \(selections())"
        }
        let fragments = (0...random(3)).map { number in
            "fragment F\(number) on \(pick("Dog Cat Pet Human Query CatOrDog Mammal")) \(selections())"
        }
        return (operations + fragments).joined(separator: "\n")
    }

    private mutating func selections() -> String {
        depth += 1
        defer { depth -= 1 }
        let parts = (0...random(4)).map { _ in
            switch random(depth > 3 ? 2 : 5) {
            case 0: "...F\(random(4)) \(directive())"
            case 1: "\(pick("name nickname barks __typename iq"))\(directive())"
            case 2: "... on \(pick("Dog Cat Pet Human CatOrDog")) \(selections())"
            case 3: "\(pick("x: y: dog:"))\(pick("dog cat pet human relatives mother complicatedArgs")) \(selections())"
            default: "\(pick("dog pet human complicatedArgs catOrDog"))\(arguments()) \(selections())"
            }
        }
        return "{ \(parts.joined(separator: " ")) }"
    }

    private mutating func arguments() -> String {
        random(2) == 0 ? "" : "(\(pick("id surname intArg complexArg x")): \(value()))"
    }

    private mutating func directive() -> String {
        random(5) == 0 ? " @\(pick("skip include onField onQuery unknown"))(\(pick("if reason")): \(value()))" : ""
    }

    private mutating func value() -> String {
        pick(#"1 -2.5 "s" true null RED $a [1,"x"] {requiredField:true,intField:"x"} {a:1,a:2} """block""""#)
    }
}
