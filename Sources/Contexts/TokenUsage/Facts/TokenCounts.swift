/// How many tokens of each kind; no kind is part of another.
struct TokenCounts: Equatable, Sendable {
    var prompt: Int64 = 0
    var cachedPrompt: Int64 = 0
    var completion: Int64 = 0
    var reasoning: Int64 = 0

    subscript(kind: TokenKind) -> Int64 {
        switch kind {
        case .prompt: prompt
        case .cachedPrompt: cachedPrompt
        case .completion: completion
        case .reasoning: reasoning
        }
    }
}
