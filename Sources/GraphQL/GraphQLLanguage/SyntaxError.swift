/// Why a text is not a document, said as the reference implementation says it.
package struct SyntaxError: Error, Hashable, Sendable {
    /// What a caller may want to tell apart.
    package enum Reason: Hashable, Sendable {
        case grammar
        case invalidUTF8
        case tooManyBytes
        case tooManyTokens
        case tooDeep
    }

    package let reason: Reason
    /// Begins with `Syntax Error: `.
    package let message: String
    /// Byte offset in the source.
    package let offset: Int
    package let location: SourceLocation
}
