/// What must be true of a stream for an append to it to be accepted.
package enum ExpectedVersion: Hashable, Sendable {
    /// The stream has exactly this version; also the way to guard a stream that is only read.
    case exact(StreamVersion)
    /// The stream has no event yet.
    case none
    /// The stream has at least one event.
    case exists
    /// Nothing: for appends whose order does not matter.
    case any

    /// Says whether a stream at this version may be appended to.
    package func admits(_ actual: StreamVersion) -> Bool {
        switch self {
        case .exact(let version): actual == version
        case .none: actual == .empty
        case .exists: actual > .empty
        case .any: true
        }
    }
}
