/// Lists in sentences: `a`, `a or b`, `a, b, or c`.
package enum WordList {
    package static func or(_ words: [String]) -> String { join(words, with: "or") }
    package static func and(_ words: [String]) -> String { join(words, with: "and") }

    private static func join(_ words: [String], with conjunction: String) -> String {
        guard let last = words.last else { return "" }
        switch words.count {
        case 1: return last
        case 2: return "\(words[0]) \(conjunction) \(last)"
        default: return "\(words.dropLast().joined(separator: ", ")), \(conjunction) \(last)"
        }
    }
}
