/// How many tokens of each kind; no kind is part of another.
struct TokenCounts: Equatable, Sendable {
    var prompt: Int64 = 0
    var cachedPrompt: Int64 = 0
    var completion: Int64 = 0
    var reasoning: Int64 = 0

    /// Each kind as price books name it, with its count.
    var byKind: [(kind: String, count: Int64)] {
        [
            ("PROMPT", prompt), ("CACHED_PROMPT", cachedPrompt), ("COMPLETION", completion), ("REASONING", reasoning),
        ]
    }
}
