/// A member of an event's body that says something about a person and is sealed with that person's key.
package struct PersonalField: Hashable, Sendable {
    /// The member at the top level of the body.
    package let member: String
    /// The member at the top level that holds the id of the person, itself no secret.
    package let subject: String

    package init(_ member: String, of subject: String) { (self.member, self.subject) = (member, subject) }
}
