import GraphQLLanguage

/// What keeps a stored operation from being served; the gateway does not start with any.
package struct StoredOperationFault: Error, Hashable, Sendable, CustomStringConvertible {
    let file: String
    let place: SourceLocation
    package let message: String

    package var description: String { "\(file):\(place.line):\(place.column): \(message)" }
}
