/// Bounds on what the parser accepts; each one is an error that names it, never a crash.
package struct LanguageLimits: Hashable, Sendable {
    /// Limit: bytes of one source.
    package var bytesMax: Int
    /// Limit: tokens, comments left out (comments count as bytes).
    package var tokensMax: Int
    /// Limit: selection sets, list and object literals and list types inside one another.
    package var depthMax: Int

    package init(bytesMax: Int, tokensMax: Int, depthMax: Int) {
        (self.bytesMax, self.tokensMax, self.depthMax) = (bytesMax, tokensMax, depthMax)
    }

    /// For documents from the network.
    package static let untrusted = LanguageLimits(bytesMax: 65_536, tokensMax: 5_000, depthMax: 200)
    /// For our own files and the command line; the depth is the reference implementation's.
    package static let trusted = LanguageLimits(bytesMax: 268_435_456, tokensMax: 50_000_000, depthMax: 200)
}

/// What the parser accepts beyond the September 2025 edition, and how much of it.
package struct ParseOptions: Hashable, Sendable {
    package var limits: LanguageLimits
    /// `{}` where a selection set stands, as the reference implementation accepts by default since 3.3.
    package var allowsEmptySelectionSets: Bool
    /// `directive @a @b on …`, `extend directive @a @b` and the locations for them and for fragment variables, as in
    /// drafts after September 2025 and in the reference implementation.
    package var allowsDirectivesOnDirectives: Bool
    /// Whether three bytes that stand for a surrogate are refused as the character that they would be, and where it
    /// stands, and not as bytes that are no UTF-8.
    package var namesSurrogates = false

    package init(
        limits: LanguageLimits = .trusted, allowsEmptySelectionSets: Bool = false,
        allowsDirectivesOnDirectives: Bool = false
    ) {
        self.limits = limits
        self.allowsEmptySelectionSets = allowsEmptySelectionSets
        self.allowsDirectivesOnDirectives = allowsDirectivesOnDirectives
    }
}
