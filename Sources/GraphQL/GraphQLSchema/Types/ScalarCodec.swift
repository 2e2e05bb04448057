/// The closed set of ways in which a scalar's values are read and written.
///
/// Why: a codec is data that the schema holds, so that the executor can switch on it once a field and never calls
/// foreign code for a value.
package enum ScalarCodec: UInt8, Sendable, CaseIterable {
    /// Values of a custom scalar nobody registered go through as they are.
    case passThrough
    case int, float, string, boolean, id
    /// A whole number of up to 64 bits; a string of digits is taken too, because JavaScript cannot write all of them.
    case long
    /// An exact decimal number, written as a string or a number and kept as text.
    case decimal
    /// Micro-dollars: a whole number of 64 bits that is always written as a string of digits.
    case microUSD
    /// RFC 3339 with a time zone, such as `2026-11-20T08:43:21.5Z`.
    case dateTime
    /// A calendar day, such as `2026-11-20`.
    case date
    /// ISO 8601, such as `PT1H30M`.
    case duration
    /// Eight, four, four, four and twelve hexadecimal digits.
    case uuid
    /// One `@` with something on both sides, no white space, at most 254 bytes.
    case emailAddress
    /// Any JSON value.
    case json
    /// An opaque string that the server handed out.
    case cursor
}
