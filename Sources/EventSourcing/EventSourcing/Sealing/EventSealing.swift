import JSON
import Prelude

/// Seals the personal members of bodies before they are stored and opens them after they are read.
///
/// The log, its copies and its backups only ever hold sealed values. A value whose key was destroyed reads as
/// `Personal.erased`.
package struct EventSealing: Sendable {
    private let sealer: any SubjectSealer
    private let fields: [EventName: [PersonalField]]

    /// Takes the personal members of every kind of event, from `EventCodec.personal`.
    package init(_ sealer: any SubjectSealer, fields: [EventName: [PersonalField]]) {
        (self.sealer, self.fields) = (sealer, fields)
    }

    /// Seals what is personal in the events of one stream.
    package func seal(
        _ events: [NewEvent], to stream: StreamName, in tenant: TenantID
    ) async throws(SealingError) -> [NewEvent] {
        var sealed: [NewEvent] = []
        sealed.reserveCapacity(events.count)
        for event in events {
            if let fields = fields[event.name], event.codec == .json {
                sealed.append(try await seal(event, fields, to: stream, in: tenant))
            } else {
                sealed.append(event)
            }
        }
        return sealed
    }

    /// Opens what is sealed; all events are of one tenant or of several, in any order.
    package func open(_ events: [RecordedEvent]) async throws(SealingError) -> [RecordedEvent] {
        guard events.contains(where: { $0.codec == .sealedJSON }) else { return events }
        let bodies = try events.map { (event) throws(SealingError) in
            event.codec == .sealedJSON ? try Self.members(event.body) : []
        }
        let keys = try await keys(of: zip(events, bodies).map { ($0.tenant, $1) })
        var opened: [RecordedEvent] = []
        opened.reserveCapacity(events.count)
        for (event, members) in zip(events, bodies) {
            opened.append(event.codec == .sealedJSON ? try open(event, members, keys) : event)
        }
        return opened
    }

    private func seal(
        _ event: NewEvent, _ fields: [PersonalField], to stream: StreamName, in tenant: TenantID
    ) async throws(SealingError) -> NewEvent {
        var members = try Self.members(event.body)
        let personal = fields.compactMap { field -> (PersonalField, Int)? in
            guard let index = members.firstIndex(where: { $0.name == field.member }) else { return nil }
            return members[index].value.isNull || members[index].value == SealedValue.erased ? nil : (field, index)
        }
        let subjects = try personal.map { (field, _) throws(SealingError) in try Self.subject(field, in: members) }
        let keys = try await sealer.keysForSealing(subjects, in: tenant)
        for ((field, index), (subject, key)) in zip(personal, zip(subjects, keys)) {
            guard let key else { throw .erased(subject) }
            let context = Self.context(tenant, stream, event.name, field.member)
            let bytes = try sealer.seal(members[index].value.bytes, with: key, context: context)
            members[index] = .init(field.member, SealedValue.json(bytes, key: key.id))
        }
        return NewEvent(
            name: event.name, schemaVersion: event.schemaVersion, codec: .sealedJSON,
            body: JSONValue.object(members).bytes, occurred: event.occurred)
    }

    private func open(
        _ event: RecordedEvent, _ sealed: [JSONValue.Member], _ keys: [TenantKey: SubjectKey?]
    ) throws(SealingError) -> RecordedEvent {
        var members = sealed
        for (index, member) in sealed.enumerated() {
            guard let value = SealedValue.parse(member.value) else { continue }
            guard let key = keys[TenantKey(tenant: event.tenant, key: value.key)] ?? nil else {
                members[index] = .init(member.name, SealedValue.erased)
                continue
            }
            let context = Self.context(event.tenant, event.stream, event.name, member.name)
            let plain = try sealer.open(value.bytes, with: key, context: context)
            do throws(JSONError) {
                members[index] = .init(member.name, try JSONValue(parsing: plain))
            } catch {
                throw .damaged(reason: "\(member.name) at \(event.position) opens to no JSON")
            }
        }
        return RecordedEvent(
            position: event.position, stream: event.stream, version: event.version, name: event.name,
            schemaVersion: event.schemaVersion, codec: .json, body: JSONValue.object(members).bytes,
            metadata: event.metadata)
    }

    private struct TenantKey: Hashable {
        let tenant: TenantID
        let key: SubjectKeyID
    }

    /// Every key that the bodies name, asked for once a tenant.
    private func keys(
        of bodies: [(TenantID, [JSONValue.Member])]
    ) async throws(SealingError) -> [TenantKey: SubjectKey?] {
        var wanted: [TenantID: Set<SubjectKeyID>] = [:]
        for (tenant, members) in bodies {
            for member in members {
                if let value = SealedValue.parse(member.value) { wanted[tenant, default: []].insert(value.key) }
            }
        }
        var found: [TenantKey: SubjectKey?] = [:]
        for (tenant, ids) in wanted {
            let ids = ids.sorted()
            for (id, key) in zip(ids, try await sealer.keysForOpening(ids, in: tenant)) {
                found[TenantKey(tenant: tenant, key: id)] = .some(key)
            }
        }
        return found
    }

    private static func members(_ body: [UInt8]) throws(SealingError) -> [JSONValue.Member] {
        guard let value = try? JSONValue(parsing: body), let members = value.members else {
            throw .damaged(reason: "the body is no JSON object")
        }
        return members
    }

    private static func subject(
        _ field: PersonalField, in members: [JSONValue.Member]
    ) throws(SealingError) -> SubjectID {
        guard let text = members.last(where: { $0.name == field.subject })?.value.string, let subject = SubjectID(text)
        else { throw .damaged(reason: "member \(field.subject) names no person") }
        return subject
    }

    private static func context(
        _ tenant: TenantID, _ stream: StreamName, _ name: EventName, _ member: String
    ) -> [UInt8] {
        Array("\(tenant)\n\(stream)\n\(name)\n\(member)".utf8)
    }
}
