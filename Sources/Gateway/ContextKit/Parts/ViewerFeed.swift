import EventSourcing
import GraphQLPlanning

/// A part that adds the events of its context to `Subscription.myEvents`, the one stream of everything that concerns
/// the viewer.
///
/// Why contexts add to one field and do not each have their own: a client that follows everything has one position to
/// resume after, and events of different contexts come in the order in which they happened.
package protocol ViewerFeed: Part {
    /// Whose events are shown; no two contexts have the same.
    static var categories: Set<StreamCategory> { get }
    static var names: Set<EventName> { get }
    /// Who may see which of them. It begins after the cursor, in a scope whose reads include that position.
    static func viewerGate(after cursor: Cursor, _ scope: RequestScope) async throws(PublicFailure) -> any LiveGate
    /// As for a `LiveFeed`, of events of these categories.
    static func viewerNotes(on events: [RecordedEvent], _ scope: RequestScope) async throws(PublicFailure) -> LiveNotes
    static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor) -> ResultRow?
}

extension ViewerFeed {
    package static func viewerNotes(
        on events: [RecordedEvent], _ scope: RequestScope
    ) async throws(PublicFailure) -> LiveNotes { [:] }
}

/// The gates of all contexts for one viewer, each asked about the events of its own.
struct ViewerGate: LiveGate {
    private var gates: [(categories: Set<StreamCategory>, gate: any LiveGate)]

    init(
        _ feeds: [any ViewerFeed.Type], after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) {
        gates = []
        for feed in feeds { gates.append((feed.categories, try await feed.viewerGate(after: cursor, scope))) }
    }

    mutating func verdict(on event: RecordedEvent, _ note: LiveNote?) -> LiveVerdict {
        let category = event.stream.category
        guard let place = gates.firstIndex(where: { $0.categories.contains(category) }) else { return .hidden }
        // Why never the last: the end of one membership is not the end of everything.
        return gates[place].gate.verdict(on: event, note) == .hidden ? .hidden : .shown
    }
}

extension Assembly {
    static let viewerField = "Subscription.myEvents"

    /// Binds the one field to what all contexts add to it; a gateway in which none adds anything has no such field.
    mutating func bindViewerFeeds() {
        let feeds = viewerFeeds
        guard !feeds.isEmpty else { return }
        bind(Self.viewerField) { _, _, _ in .event(column: nil) }
        let wanted = EventFilter(
            categories: feeds.reduce(into: []) { $0.formUnion($1.categories) },
            names: feeds.reduce(into: []) { $0.formUnion($1.names) })
        self.feeds[Self.viewerField] = LiveFeedRecipe(
            coordinate: Self.viewerField, access: .authenticated,
            filter: { (_, viewer) throws(PublicFailure) in
                var own = wanted
                own.tenant = viewer.tenant
                return own
            },
            row: { (event, note, cursor, _) in
                feeds.first { $0.categories.contains(event.stream.category) }?.row(event, note, at: cursor)
            },
            gate: { (_, cursor, scope) async throws(PublicFailure) -> (any LiveGate)? in
                try await ViewerGate(feeds, after: cursor, scope)
            },
            notes: { (events, scope) async throws(PublicFailure) -> LiveNotes in
                var notes: LiveNotes = [:]
                for feed in feeds {
                    let own = events.filter { feed.categories.contains($0.stream.category) }
                    if !own.isEmpty { notes.merge(try await feed.viewerNotes(on: own, scope)) { _, new in new } }
                }
                return notes
            })
    }
}
