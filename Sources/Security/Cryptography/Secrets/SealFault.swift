/// Why bytes were not sealed or opened.
package enum SealFault: Error, Equatable {
    case tooLong
    /// Another key, another context, or changed bytes; the three cannot be told apart.
    case notAuthentic
}
