/// Why there is no value where one was asked for; a value in its slot, not a throw.
package struct LoadFailure: Error, Equatable, Sendable {
    /// What the client is told.
    package let message: String
    /// A JSON object for `extensions`, or empty.
    package let extensions: [UInt8]

    package init(message: String, extensions: [UInt8] = []) {
        (self.message, self.extensions) = (message, extensions)
    }
}
