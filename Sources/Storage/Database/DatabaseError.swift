/// What went wrong, with everything that tells a person where, and a kind that tells the caller what to do.
package struct DatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The decision that a caller can take.
    package enum Kind: String, Sendable, CaseIterable {
        /// Nothing has happened; the same work may succeed at once: a deadlock, a serialisation failure, a busy file.
        case retry
        /// A unique key, or a condition that the transaction made, says no.
        case conflict
        /// The value cannot be stored: too long, out of range, a NUL in a text, a broken constraint.
        case rejected
        /// The database cannot be reached or refuses work; nothing has happened.
        case unavailable
        /// The connection was lost after the work was sent: it may or may not have happened.
        case outcomeUnknown
        /// A deadline or a limit on time passed; nothing has happened.
        case timeout
        /// The caller went away.
        case cancelled
        /// A named limit of ours was reached; nothing has happened.
        case overloaded
        /// The disk or the file is damaged or full: an operator has to act.
        case storage
        /// A mistake in our SQL or in how it was called.
        case bug
    }

    package let kind: Kind
    /// The SQLSTATE, SQLite's extended code, or `client` for what never reached the engine.
    package let code: String
    /// The name of the statement, not its text: a text may be long, a value must never be logged.
    package let statement: String
    /// The constraint or key that was involved, when the engine says it.
    package let key: String?
    package let message: String

    package init(_ kind: Kind, code: String, statement: String, key: String? = nil, message: String) {
        (self.kind, self.code, self.statement, self.key, self.message) = (kind, code, statement, key, message)
    }

    package var description: String {
        "\(statement): \(message) [\(kind.rawValue), \(code)\(key.map { ", key \($0)" } ?? "")]"
    }
}
