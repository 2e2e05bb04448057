import GraphQLPlanning
import JSON

/// A failure that may leave the building: a code from the closed list and a sentence for people.
package struct PublicFailure: Error, Equatable, Sendable {
    package let code: String
    package let message: String
    /// Numbers and names that a client acts on, such as `retryAfterMs`.
    package let details: [Detail]

    /// One more member of `extensions`.
    package struct Detail: Equatable, Sendable {
        package let name: String
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            (self.name, self.value) = (name, value)
        }
    }

    package init(_ code: String, _ message: String, _ details: [Detail] = []) {
        (self.code, self.message, self.details) = (code, message, details)
    }

    /// As the value of a field's slot.
    package var loadFailure: LoadFailure {
        let members = [JSONValue.Member("code", .string(code))] + details.map { JSONValue.Member($0.name, $0.value) }
        return LoadFailure(message: message, extensions: JSONValue.object(members).bytes)
    }

    package static let unauthenticated = PublicFailure("UNAUTHENTICATED", "Show who you are to read this.")
    package static let forbidden = PublicFailure("FORBIDDEN", "You may not do this.")

    /// The store cannot be asked; the truth is not "there is nothing".
    package static func unavailable(retryAfterMilliseconds: Int) -> PublicFailure {
        PublicFailure(
            "UNAVAILABLE", "The data cannot be read just now.",
            [Detail("retryAfterMs", .number(String(retryAfterMilliseconds)))])
    }
}
