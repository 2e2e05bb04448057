/// Why a text is not a value of its key; a sentence that begins in lower case.
package struct SettingProblem: Error, Sendable, Equatable {
    package let message: String

    package init(_ message: String) { self.message = message }
}
