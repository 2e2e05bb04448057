/// What one check of a diagnosis has found, and what to do about it.
package struct Finding: Sendable, Equatable {
    package enum Result: String, Sendable {
        case ok
        /// It works; somebody should know.
        case warning
        case failed
    }

    package let name: String
    package let result: Result
    /// What was found, in a sentence.
    package let cause: String
    /// What to do; empty if nothing has to be done.
    package let fix: String

    package init(_ name: String, _ result: Result, _ cause: String, fix: String = "") {
        (self.name, self.result, self.cause, self.fix) = (name, result, cause, fix)
    }
}
