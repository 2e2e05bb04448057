import EventSourcing
import GraphQLPlanning

/// A part that binds one subscription field to events of the log. Resuming, sharing and encoding are the gateway's.
package protocol LiveFeed: Part {
    /// The field, such as `Subscription.boardEvents`. An argument `after` is the position to resume after.
    static var field: String { get }
    static var access: AccessRule { get }
    /// Which events the field is about, for these arguments; always of the viewer's tenant.
    static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter
    /// What the client is shown of an event, nil to pass over it. The cursor is the event's own.
    static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, _ input: Input) -> ResultRow?
    /// Who of those with the same filter may see which event; nil shows everything that the filter admits. It begins
    /// after the cursor, in a scope whose reads include that position.
    static func gate(_ input: Input, after cursor: Cursor, _ scope: RequestScope) async throws(PublicFailure)
        -> (any LiveGate)?
    static var isGated: Bool { get }
    /// What is to be known of some events before any viewer is shown them; in a scope whose reads include all of them.
    /// It is looked up once for everybody.
    static func notes(on events: [RecordedEvent], _ scope: RequestScope) async throws(PublicFailure) -> LiveNotes
    /// Whether `notes` looks anything up.
    static var takesNotes: Bool { get }
    /// The column that the field itself shows when it is no object.
    static var leafColumn: String? { get }
}

/// The notes on some events, by their positions.
package typealias LiveNotes = [GlobalPosition: LiveNote]

extension LiveFeed {
    package static var access: AccessRule { .authenticated }
    package static var leafColumn: String? { nil }
    package static var isGated: Bool { false }
    package static var takesNotes: Bool { false }

    package static func gate(
        _ input: Input, after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) -> (any LiveGate)? { nil }

    package static func notes(
        on events: [RecordedEvent], _ scope: RequestScope
    ) async throws(PublicFailure) -> LiveNotes { [:] }

    package static func install(in assembly: inout Assembly) {
        assembly.feed(Self.self)
    }
}

/// A live feed as the gateway uses it, found by its field.
package struct LiveFeedRecipe: Sendable {
    package typealias OpenGate =
        @Sendable (
            Input, Cursor, RequestScope
        ) async throws(PublicFailure) -> (any LiveGate)?
    package typealias TakeNotes = @Sendable ([RecordedEvent], RequestScope) async throws(PublicFailure) -> LiveNotes

    package let coordinate: String
    package let access: AccessRule
    package let filter: @Sendable (Input, Viewer) throws(PublicFailure) -> EventFilter
    package let row: @Sendable (RecordedEvent, LiveNote?, Cursor, Input) -> ResultRow?
    /// Nil for a feed without a gate.
    package let gate: OpenGate?
    /// Nil for a feed whose events say everything themselves.
    package let notes: TakeNotes?
}

extension Assembly {
    /// Binds a subscription field to its feed.
    package mutating func feed<Feed: LiveFeed>(_ feed: Feed.Type) {
        let column = Feed.leafColumn
        bind(Feed.field) { _, _, _ in .event(column: column) }
        feeds[Feed.field] = LiveFeedRecipe(
            coordinate: Feed.field, access: Feed.access,
            filter: { (input, viewer) throws(PublicFailure) in
                var filter = try Feed.filter(input, viewer)
                filter.tenant = viewer.tenant
                return filter
            },
            row: { Feed.row($0, $1, at: $2, $3) },
            gate: Feed.isGated ? openGate(Feed.self) : nil, notes: Feed.takesNotes ? takeNotes(Feed.self) : nil)
    }

    private func openGate<Feed: LiveFeed>(_ feed: Feed.Type) -> LiveFeedRecipe.OpenGate {
        { (input, cursor, scope) async throws(PublicFailure) -> (any LiveGate)? in
            try await Feed.gate(input, after: cursor, scope)
        }
    }

    private func takeNotes<Feed: LiveFeed>(_ feed: Feed.Type) -> LiveFeedRecipe.TakeNotes {
        { (events, scope) async throws(PublicFailure) -> LiveNotes in try await Feed.notes(on: events, scope) }
    }
}
