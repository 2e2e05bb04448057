/// Why bytes cannot serve as a key.
package enum KeyFault: Error, Equatable {
    case wrongLength(expected: Int, actual: Int)
    /// The text is not the format that it should be.
    case malformed(String)
    /// A well-formed key whose numbers do not fit together: a point off the curve, halves of two pairs.
    case inconsistent
    /// Shorter than what can be trusted today, or longer than what is safe to compute with.
    case weak(bits: Int)
    /// A kind of key, curve or algorithm outside the four that are accepted.
    case unsupported(String)
    case repeatedIdentifier(String)
}
