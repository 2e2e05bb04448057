import EventSourcing

/// Everything that can have happened to a company.
package enum CompanyEvent: Equatable, Sendable {
    case created(CompanyCreated)
    case updated(CompanyUpdated)
    case memberAdded(CompanyMemberAdded)
    case memberRemoved(CompanyMemberRemoved)
    case roleChanged(CompanyMemberRoleChanged)
    case groupBound(MessengerGroupBound)
    case archived(CompanyArchived)

    package static let codec = EventCodec<CompanyEvent>([
        .init(CompanyCreated.self) { .created($0) },
        .init(CompanyUpdated.self) { .updated($0) },
        .init(CompanyMemberAdded.self) { .memberAdded($0) },
        .init(CompanyMemberRemoved.self) { .memberRemoved($0) },
        .init(CompanyMemberRoleChanged.self) { .roleChanged($0) },
        .init(MessengerGroupBound.self) { .groupBound($0) },
        .init(CompanyArchived.self) { .archived($0) },
    ]) { event in
        switch event {
        case .created(let payload): payload
        case .updated(let payload): payload
        case .memberAdded(let payload): payload
        case .memberRemoved(let payload): payload
        case .roleChanged(let payload): payload
        case .groupBound(let payload): payload
        case .archived(let payload): payload
        }
    }
}

extension EventBody {
    /// The id of a user, which was checked when it was stored.
    func user(_ name: StaticString) throws(EventBodyError) -> ActorID {
        guard let user = ActorID(try string(name)) else { throw .mistyped(member: name.description) }
        return user
    }
}
