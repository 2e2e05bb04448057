/// Why personal values could not be sealed or opened; a destroyed key is no error.
package enum SealingError: Error {
    case unavailable(underlying: any Error)
    /// The body does not have the form that the sealing wrote, or its bytes were changed.
    case damaged(reason: String)
    /// An event says something about a person whose key has been destroyed, and may not be stored.
    case erased(SubjectID)
}
