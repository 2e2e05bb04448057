/// Why bytes are not the JSON that was asked for, and at which byte.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Reason: String, Equatable, Sendable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "unexpected character"
        case trailingBytes = "something follows the value"
        case expectedKey = "expected a member name in double quotes"
        case expectedColon = "expected ':'"
        case expectedCommaOrEnd = "expected ',' or the end of the list or object"
        case invalidNumber = "not a number in the JSON grammar"
        case invalidEscape = "unknown escape in a string"
        case loneSurrogate = "an escaped surrogate without its other half"
        case controlCharacter = "an unescaped control character in a string"
        case invalidUTF8 = "not UTF-8"
        case tooDeep = "nested too deeply"
        case tooManyKeys = "too many members"
        case tooManyValues = "too many values"
        case tooLong = "too many bytes"
        case duplicateKey = "a member is named twice"
    }

    package let reason: Reason
    /// Zero-based byte of the input.
    package let offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String { "Invalid JSON at byte \(offset): \(reason.rawValue)." }
}
