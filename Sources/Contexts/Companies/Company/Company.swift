import EventSourcing

/// One company: who is in it, and who may do what.
package struct Company: Aggregate, Equatable {
    package typealias Event = CompanyEvent
    package typealias Refusal = CompanyRefusal

    package static let category: StreamCategory = "companies.company"
    package static let codec = CompanyEvent.codec
    /// Limit: members of one company, so that a decision never folds more.
    package static let membersMax = 1_000

    package internal(set) var exists = false
    package internal(set) var isArchived = false
    package internal(set) var title = ""
    package internal(set) var inn: String?
    package internal(set) var group: String?
    package internal(set) var roles: [ActorID: CompanyRole] = [:]

    package init() {}

    package static let snapshots: SnapshotForm<Company>? = SnapshotForm(
        schema: 1, interval: 100, encode: { $0.encoded }, decode: { try? Company(encoded: $0) })

    package mutating func apply(_ event: CompanyEvent) {
        switch event {
        case .created(let created):
            (exists, title, inn) = (true, created.title, created.inn)
            roles[created.owner] = .owner
        case .updated(let updated):
            title = updated.title ?? title
            inn = updated.inn ?? inn
        case .memberAdded(let added): roles[added.user] = added.role
        case .memberRemoved(let removed): roles.removeValue(forKey: removed.user)
        case .roleChanged(let changed): roles[changed.user] = changed.role
        case .groupBound(let bound): group = bound.group
        case .archived: isArchived = true
        }
    }

    /// The role of a member who may change something. Whoever is not in the company learns nothing about it.
    func role(of actor: ActorID?) throws(CompanyRefusal) -> CompanyRole {
        guard exists, let actor, let role = roles[actor] else { throw .unknownCompany }
        guard !isArchived else { throw .archived }
        return role
    }

    func isLastOwner(_ user: ActorID) -> Bool {
        roles[user] == .owner && roles.values.count { $0 == .owner } == 1
    }

    /// A stream that no company has; a command with an unusable id is refused before anything is read.
    private static let nowhere = StreamName(stored: "companies.company:-", categoryBytes: 17)

    package static func stream(_ company: String) -> StreamName {
        CompanyID.isUsable(company) ? StreamName(category, company) ?? nowhere : nowhere
    }
}
