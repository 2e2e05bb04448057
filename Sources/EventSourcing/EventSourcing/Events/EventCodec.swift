import JSON
import Prelude

/// How the events of one aggregate are written to the log and read from it.
package struct EventCodec<Event: Sendable>: Sendable {
    /// One kind of event and how its payload becomes a case of `Event`.
    package struct Kind: Sendable {
        package let name: EventName
        package let schemaVersion: UInt16
        package let personal: [PersonalField]
        let upcasters: [Upcaster]
        let read: @Sendable (EventBody) throws(EventBodyError) -> Event

        package init<Payload: EventPayload>(
            _ payload: Payload.Type, _ wrap: @escaping @Sendable (Payload) -> Event
        ) {
            name = Payload.name
            schemaVersion = Payload.schemaVersion
            personal = Payload.personal
            upcasters = Payload.upcasters
            read = { (body) throws(EventBodyError) in wrap(try Payload(body)) }
            precondition(
                upcasters.map(\.from) == Array(1..<Payload.schemaVersion),
                "\(Payload.name) needs one upcaster from each older version, in order.")
        }
    }

    private let kinds: [EventName: Kind]
    private let payload: @Sendable (Event) -> any EventPayload

    /// Takes every kind of event and the payload of a case, so that a new case is a compile error until it is listed.
    package init(_ kinds: [Kind], payload: @escaping @Sendable (Event) -> any EventPayload) {
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }) { first, _ in
            preconditionFailure("Two kinds of event are named \(first.name).")
        }
        self.payload = payload
    }

    package var names: Set<EventName> { Set(kinds.keys) }

    /// The personal members of each kind that has any.
    package var personal: [EventName: [PersonalField]] {
        kinds.mapValues(\.personal).filter { !$0.value.isEmpty }
    }

    package func encode(_ event: Event, occurred: Timestamp? = nil) -> NewEvent {
        let payload = payload(event)
        let type = type(of: payload)
        precondition(kinds[type.name] != nil, "\(type.name) is written but cannot be read.")
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        payload.write(to: &writer)
        writer.endObject()
        return NewEvent(
            name: type.name, schemaVersion: type.schemaVersion, body: writer.bytes(), occurred: occurred)
    }

    package func decode(_ event: RecordedEvent) throws(EventBodyError) -> Event {
        guard event.codec == .json else { throw .sealed }
        return try decode(event.name, schemaVersion: event.schemaVersion, body: event.body)
    }

    /// Reads a body in any form that was ever stored.
    package func decode(
        _ name: EventName, schemaVersion: UInt16, body: [UInt8]
    ) throws(EventBodyError) -> Event {
        guard let kind = kinds[name] else { throw .unknownName(name) }
        if schemaVersion == kind.schemaVersion { return try kind.read(EventBody(parsing: body)) }
        guard schemaVersion >= 1, schemaVersion < kind.schemaVersion else {
            throw .unknownSchema(version: schemaVersion)
        }
        return try kind.read(EventBody(parsing: try Self.upcast(body, kind.upcasters[Int(schemaVersion - 1)...])))
    }

    private static func upcast(_ body: [UInt8], _ steps: ArraySlice<Upcaster>) throws(EventBodyError) -> [UInt8] {
        let value: JSONValue
        do throws(JSONError) {
            let document = try JSONDocument(parsing: body)
            value = JSONValue(document, document.root)
        } catch {
            throw .notJSON(reason: error.description)
        }
        guard var members = value.members else { throw .notJSON(reason: "the body is no object") }
        for step in steps { step.change(&members) }
        return JSONValue.object(members).bytes
    }
}
