/// Why the body of a stored event cannot be read as its kind says.
package enum EventBodyError: Error, Hashable {
    case notJSON(reason: String)
    case missing(member: String)
    case mistyped(member: String)
    /// The member is well formed and means nothing, such as an unknown status.
    case unknownValue(member: String)
    /// The kind has no such schema version, or no upcaster leads on from it.
    case unknownSchema(version: UInt16)
    /// Nobody knows events of this name.
    case unknownName(EventName)
    /// The body is sealed and was not opened before.
    case sealed
}
