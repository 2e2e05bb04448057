/// What is counted and priced apart, as it is stored.
package enum TokenKind: String, CaseIterable, Sendable {
    case prompt = "PROMPT"
    case cachedPrompt = "CACHED_PROMPT"
    case completion = "COMPLETION"
    case reasoning = "REASONING"
}
