/// What Redis answers, in bytes: nothing here is text before somebody says that it is.
package enum RedisReply: Sendable, Equatable {
    /// No such key, no such element, or a condition that did not hold.
    case null
    case integer(Int64)
    /// A short word such as `OK`.
    case status([UInt8])
    case bytes([UInt8])
    case array([RedisReply])
    /// An error inside an array; one that is the whole reply becomes a thrown `RedisError`.
    case error(RedisServerError)

    package var isNull: Bool { self == .null }

    /// The bytes of a value or a status word; nothing for other replies.
    package var payload: [UInt8]? {
        switch self {
        case .bytes(let bytes), .status(let bytes): bytes
        case .null, .integer, .array, .error: nil
        }
    }

    package var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .null, .status, .bytes, .array, .error: nil
        }
    }

    package var array: [RedisReply]? {
        switch self {
        case .array(let items): items
        case .null, .integer, .status, .bytes, .error: nil
        }
    }
}
