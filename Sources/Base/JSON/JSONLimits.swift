/// What a reader accepts before it refuses, so that no input costs more than its bytes.
package struct JSONLimits: Sendable {
    /// What to do with an object that names a member twice.
    package enum DuplicateKeys: Sendable {
        /// The later member wins, as in every common reader.
        case lastWins
        /// Why: a second member of the same name can smuggle a value past whoever read the first.
        case refused
    }

    /// Limit: containers inside containers.
    package var depth: Int
    /// Limit: members of all objects together.
    package var keys: Int
    /// Limit: values of all kinds together, keys included.
    package var values: Int
    package var duplicateKeys: DuplicateKeys
    /// Whether an escaped surrogate without its other half stands in the value as its three bytes, which are no UTF-8,
    /// for a caller that says itself what is wrong with it; else the text is refused.
    package var keepsLoneSurrogates = false

    package init(
        depth: Int = 64, keys: Int = 100_000, values: Int = 1_000_000, duplicateKeys: DuplicateKeys = .lastWins
    ) {
        self.depth = depth
        self.keys = keys
        self.values = values
        self.duplicateKeys = duplicateKeys
    }

    /// For bodies of requests, where a duplicate name is an attack and never an accident.
    package static let request = JSONLimits(duplicateKeys: .refused)
}
