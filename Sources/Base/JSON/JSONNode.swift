/// One value on the tape: where its bytes lie, and where the next value of the same level begins.
package struct JSONNode: Sendable, BitwiseCopyable {
    package enum Kind: UInt8, Sendable, BitwiseCopyable {
        case null, `true`, `false`
        /// A number without fraction and exponent, of any size.
        case integer
        /// A number with a fraction or an exponent.
        case decimal
        case string
        /// A string whose escapes have been resolved into the document's second store.
        case escapedString
        case array
        case object
    }

    package internal(set) var kind: Kind
    /// First byte in the source; for strings the one after the quote.
    package internal(set) var offset: UInt32
    /// Bytes in the source; for strings without the quotes.
    package internal(set) var length: UInt32
    /// Items of a list, members of an object; for an escaped string where its bytes begin in the second store.
    package internal(set) var count: UInt32
    /// For containers the tape index after the last descendant; for an escaped string its length in the second store.
    var extent: UInt32

    package var isString: Bool { kind == .string || kind == .escapedString }
    package var isNumber: Bool { kind == .integer || kind == .decimal }
    package var isContainer: Bool { kind == .array || kind == .object }
}
