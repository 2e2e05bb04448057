import Database
import EventSourcing
import Rows

/// From where to where in the log a viewer may see what happens in each of several places, such as chats.
///
/// It begins with what a read model knows, which is exact for every position that the read model has reached, and
/// follows the comings and goings behind that.
package struct Stays: Sendable {
    private struct Stay: Sendable {
        /// The last joining that it stands for.
        let joined: Int64
        /// What lies before is hidden.
        let from: Int64
        /// The position of the leaving, which is shown; nil while the viewer is there.
        var to: Int64?
    }

    private var stays: [String: [Stay]] = [:]
    /// The places that were left at the last leaving; forgotten at the next.
    private var left: [String] = []
    private var leftAt: Int64 = 0

    package init() {}

    package var isEmpty: Bool { stays.isEmpty }

    /// Takes in a joining. Why looked for first: the read model may have been ahead and have told of it already.
    package mutating func join(_ place: String, at position: Int64, seesFrom from: Int64, until to: Int64? = nil) {
        guard stays[place]?.contains(where: { $0.joined == position }) != true else { return }
        stays[place, default: []].append(Stay(joined: position, from: from, to: to))
    }

    package mutating func leave(_ place: String, at position: Int64) {
        // Why only now: asked about the last leaving again, the answer must be the same.
        if position > leftAt {
            for place in left { forget(place, before: position) }
            (left, leftAt) = ([], position)
        }
        guard let index = stays[place]?.firstIndex(where: { $0.to == nil && $0.joined < position }) else { return }
        stays[place]?[index].to = position
        left.append(place)
    }

    /// Whether the viewer may see what happens there at a position, and the older thing that it changes, if any.
    package func covers(_ place: String, _ position: Int64, origin: Int64? = nil) -> Bool {
        stays[place]?.contains { stay in
            stay.from <= min(position, origin ?? position) && stay.to.map { position <= $0 } ?? true
        } ?? false
    }

    /// Whether the viewer has joined a place after a position, as far as it is known.
    package func joins(_ place: String, after position: Int64) -> Bool {
        stays[place]?.contains { $0.joined > position } ?? false
    }

    private mutating func forget(_ place: String, before position: Int64) {
        stays[place]?.removeAll { $0.to.map { $0 < position } ?? false }
        if stays[place]?.isEmpty == true { stays[place] = nil }
    }
}

/// How the stays of viewers are read from a table of memberships that keeps those that are over, too.
package struct StaysTable: Sendable {
    /// Limit: places that a subscription follows for one viewer.
    package static let placesMax: Int64 = 20_000

    private let model: ReadModelIdentity
    private let everywhere: Statement
    private let inOnePlace: Statement
    private let lastJoined: Statement

    /// The table has `user_id`, a column with the place, `joined_position`, a column with the position from which on
    /// things are visible, and `left_position`, which is null while the membership goes on.
    package init(_ table: SQLName, of model: ReadModelIdentity, place: SQLName, visibleFrom: SQLName) {
        self.model = model
        let start: SQLFragment = """
            SELECT \(name: place), max(joined_position), \(name: visibleFrom), \
            CASE WHEN count(left_position) = count(*) THEN max(left_position) END FROM \(name: table) \
            WHERE tenant_id = \(SQLType.text) AND user_id = \(SQLType.text) \
            AND (left_position IS NULL OR left_position > \(SQLType.int)) AND \(name: visibleFrom) <= \(SQLType.int)
            """
        let one: SQLFragment = " AND \(name: place) = \(SQLType.text)"
        let end: SQLFragment = " GROUP BY \(name: place), \(name: visibleFrom) LIMIT \(SQLType.int)"
        let last: SQLFragment = """
            SELECT max(joined_position) FROM \(name: table) WHERE tenant_id = \(SQLType.text) \
            AND user_id = \(SQLType.text) AND \(name: place) = \(SQLType.text) \
            AND (left_position IS NULL OR left_position > \(SQLType.int))
            """
        let columns: [SQLScalar] = [.text, .int, .int, .int]
        everywhere = Statement("\(table).stays", start + end, columns: columns, reach: .scan)
        inOnePlace = Statement("\(table).stays.one", start + one + end, columns: columns)
        lastJoined = Statement("\(table).stays.last", last, columns: [.int])
    }

    /// What the viewer may see after a position, in one place or everywhere.
    ///
    /// Why memberships that begin later are left out unless they show what was before them: the feed tells of them, and
    /// somebody who is put into a place and taken out of it a thousand times would otherwise have a thousand stays.
    package func stays(
        of viewer: ActorID, in place: String?, after position: GlobalPosition, _ scope: RequestScope
    ) async throws(PublicFailure) -> Stays {
        var parameters: [SQLValue] = [
            .text(scope.viewer.tenant.text), .text(viewer.text), .int(position.number), .int(position.number),
        ]
        if let place { parameters.append(.text(place)) }
        parameters.append(.int(Self.placesMax + 1))
        let rows = try await scope.rows(place == nil ? everywhere : inOnePlace, parameters, of: model)
        guard rows.rowCount <= Self.placesMax else {
            throw PublicFailure("SUBSCRIPTION_LIMIT", "You are in too many places to follow all of them at once.")
        }
        var stays = Stays()
        for row in 0..<rows.rowCount {
            let to = rows.cell(row: row, column: 3)
            stays.join(
                rows.string(of: rows.cell(row: row, column: 0)), at: rows.cell(row: row, column: 1).int,
                seesFrom: rows.cell(row: row, column: 2).int, until: to.tag == .null ? nil : to.int)
        }
        return stays
    }

    /// Where the viewer has last joined a place in which they are or have been after a position; nil if in none such.
    package func lastJoined(
        _ viewer: ActorID, in place: String, after position: GlobalPosition, _ scope: RequestScope
    ) async throws(PublicFailure) -> Int64? {
        let rows = try await scope.rows(
            lastJoined,
            [.text(scope.viewer.tenant.text), .text(viewer.text), .text(place), .int(position.number)], of: model)
        guard rows.rowCount > 0 else { return nil }
        let cell = rows.cell(row: 0, column: 0)
        return cell.tag == .null ? nil : cell.int
    }
}
