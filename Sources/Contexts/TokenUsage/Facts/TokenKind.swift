/// What is counted and priced apart, as price books name it; in the order in which bills list it.
enum TokenKind: String, CaseIterable, Sendable {
    case prompt = "PROMPT"
    case cachedPrompt = "CACHED_PROMPT"
    case completion = "COMPLETION"
    case reasoning = "REASONING"
}
