import JSON

/// The content of one kind of event: how it is named, written and read, now and in its older forms.
///
/// Golden files hold one body of every schema version for ever; each must still decode.
package protocol EventPayload: Sendable {
    /// A literal beside the type, never derived from it.
    static var name: EventName { get }
    /// Counts changes of form, from 1.
    static var schemaVersion: UInt16 { get }
    /// One for each older form, each to the next one.
    static var upcasters: [Upcaster] { get }
    /// Members of the body that say something about a person.
    static var personal: [PersonalField] { get }

    init(_ body: EventBody) throws(EventBodyError)
    /// Writes the members of the body; the braces are there already.
    func write(to body: inout JSONWriter)
}

extension EventPayload {
    package static var schemaVersion: UInt16 { 1 }
    package static var upcasters: [Upcaster] { [] }
    package static var personal: [PersonalField] { [] }
}
