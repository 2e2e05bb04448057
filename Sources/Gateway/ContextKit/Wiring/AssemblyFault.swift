/// What does not fit between the schema and the parts; the gateway does not start with any.
package struct AssemblyFault: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case unboundField = "unbound field"
        case unknownField = "unknown field"
        case unknownType = "unknown type"
        case unknownArgument = "unknown argument"
        case boundTwice = "bound twice"
        case typeMismatch = "type mismatch"
        case missingColumn = "missing column"
        case missingTag = "missing tag"
        case missingTenant = "missing tenant column"
        case missingPort = "missing port"
    }

    package let kind: Kind
    /// The schema coordinate, such as `Query.board`.
    package let coordinate: String
    package let part: String?
    package let message: String

    package var description: String {
        "\(coordinate): \(kind.rawValue): \(message)" + (part.map { " (part \($0))" } ?? "")
    }
}
