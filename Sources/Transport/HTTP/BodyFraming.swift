/// How the end of a message's body is found.
package enum BodyFraming: Sendable, Equatable {
    case none
    case length(Int)
    case chunked
    /// Only a response can end with its connection.
    case untilClose
}
