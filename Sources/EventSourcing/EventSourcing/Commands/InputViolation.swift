/// One thing that is wrong with the input of a command; all of them are collected before anything else happens.
package struct InputViolation: Hashable, Sendable {
    /// Which part of the input, such as `["items", "3", "quantity"]`.
    package let path: [String]
    /// From a closed list of the command, such as `"TOO_LONG"`.
    package let code: String
    package let message: String

    package init(_ path: String..., code: String, _ message: String) {
        (self.path, self.code, self.message) = (path, code, message)
    }
}
