import ContextKit
import Database
import EventSourcing

/// Shows a member the events of companies from where they joined to where they leave, which is the last that they are
/// shown of a company.
struct CompanyGate: LiveGate {
    private static let left = PublicFailure("FORBIDDEN", "You are no longer in this company.")
    private static let table = StaysTable(
        "companies_stays", of: CompanyMembers.identity, place: "company_id", visibleFrom: "joined_position")

    private let viewer: ActorID
    /// The only company that is asked for; nil for all of the viewer's.
    private let company: String?
    private var stays: Stays
    /// Where the viewer last joined the one company, as far as it is known.
    private var lastJoined: Int64

    /// Refuses whoever was not in the one company since the position, in the words in which it refuses when there is
    /// none.
    init(
        of company: String?, after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) {
        guard let viewer = scope.viewer.actor else { throw .unauthenticated }
        var last: Int64 = 0
        if let company {
            guard let joined = try await Self.table.lastJoined(viewer, in: company, after: cursor.position, scope)
            else {
                throw .forbidden
            }
            last = joined
        }
        let stays = try await Self.table.stays(of: viewer, in: company, after: cursor.position, scope)
        self.init(viewer: viewer, company: company, stays: stays, lastJoined: last)
    }

    init(viewer: ActorID, company: String?, stays: Stays, lastJoined: Int64) {
        (self.viewer, self.company, self.stays, self.lastJoined) = (viewer, company, stays, lastJoined)
    }

    mutating func verdict(on event: RecordedEvent, _ note: LiveNote?) -> LiveVerdict {
        let (id, position) = (event.stream.id, event.position.number)
        // Why not decoded is shown to nobody: what cannot be read may be the end of the membership.
        guard let happened = try? Company.codec.decode(event) else { return .hidden }
        let hasGone = follow(happened, id, position)
        guard stays.covers(id, position) else { return .hidden }
        return company != nil && hasGone && position > lastJoined ? .last(Self.left) : .shown
    }

    /// Takes in what the event says of the viewer; true if they left.
    private mutating func follow(_ event: CompanyEvent, _ id: String, _ position: Int64) -> Bool {
        switch event {
        case .created(let created) where created.owner == viewer: join(id, position)
        case .memberAdded(let added) where added.user == viewer: join(id, position)
        case .memberRemoved(let removed) where removed.user == viewer:
            stays.leave(id, at: position)
            return true
        case .created, .memberAdded, .memberRemoved, .updated, .roleChanged, .groupBound, .archived: break
        }
        return false
    }

    private mutating func join(_ id: String, _ position: Int64) {
        stays.join(id, at: position, seesFrom: position)
        lastJoined = max(lastJoined, position)
    }
}
