/// Why a password was not hashed.
package enum PasswordFault: Error, Equatable {
    case tooLong
    case outOfMemory
}
