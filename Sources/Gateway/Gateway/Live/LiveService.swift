import ContextKit
import EventSourcing
import GraphQLPlanning
import GraphQLSchema
import Networking
import Telemetry

/// Begins subscriptions for every transport, on the loop of the client's connection.
package final class LiveService: Sendable {
    package let graphQL: GraphQLService
    private let feeds: [FieldID: LiveFeedRecipe]
    private let signalFeeds: [FieldID: SignalFeedRecipe]
    private let signals: SignalHub
    /// Knows who has a socket; nil where nobody asks.
    package let presence: PresenceBook?
    /// Subscription fields that are answered like queries.
    private let watched: Set<FieldID>
    let seats: LiveSeats
    let limits: LiveLimits
    /// Nil where nobody tells of changes; a live query is then answered once.
    let models: LiveModels?
    private let hubs: [ObjectIdentifier: LiveHub]

    package init(
        graphQL: GraphQLService, assembly: Assembly, tailer: Tailer, loops: [EventLoop],
        models: LiveModels? = nil, limits: LiveLimits = LiveLimits(), gauge: Gauge? = nil,
        ephemera: (any Ephemera)? = nil
    ) {
        (self.graphQL, self.models, self.limits) = (graphQL, models, limits)
        seats = LiveSeats(limits, gauge: gauge)
        let schema = graphQL.preparation.schema
        var feeds: [FieldID: LiveFeedRecipe] = [:]
        for (coordinate, recipe) in assembly.feeds {
            if let field = Assembly.field(coordinate, in: schema) { feeds[field] = recipe }
        }
        self.feeds = feeds
        var signalFeeds: [FieldID: SignalFeedRecipe] = [:]
        for (coordinate, recipe) in assembly.signalFeeds {
            if let field = Assembly.field(coordinate, in: schema) { signalFeeds[field] = recipe }
        }
        self.signalFeeds = signalFeeds
        signals = SignalHub(clock: graphQL.clock)
        presence = ephemera.map { PresenceBook($0, clock: graphQL.clock) }
        if let ephemera { signals.begin(ephemera) }
        watched = Set(assembly.watchedFields.compactMap { Assembly.field($0, in: schema) })
        hubs = Dictionary(
            loops.map { (ObjectIdentifier($0), LiveHub(loop: $0, tailer: tailer, limits: limits)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Begins a subscription; everything else is told to the sink. Call it on the sink's loop.
    func subscribe(
        _ asked: LiveRequest, on loop: EventLoop, sink: any LiveSink
    ) throws(LiveRefusal) -> any LiveRun {
        guard let hub = hubs[ObjectIdentifier(loop)] else {
            throw LiveRefusal(ErrorBody.list(.internal, "Internal server error"))
        }
        let isExpired = asked.visitor.isExpired
        let prepared = try LiveOperation.Prepared(asked, graphQL)
        if let recipe = signalFeeds[prepared.field] {
            return try listen(asked, recipe, prepared, on: loop, sink: sink)
        }
        let operation = try LiveOperation(asked, prepared, feeds: feeds, graphQL: graphQL)
        // Why not when resumed: the client has a state, and is told what has happened since.
        let first = operation.start == nil ? try initialRequest(asked) : nil
        let seat = try seats.take(for: asked.visitor.viewer, from: asked.visitor.peer)
        guard let first, let models else {
            return hub.subscribe(operation, seat: seat, expires: isExpired, sink: sink)
        }
        let runs = OperationRuns(asked: first, graphQL: graphQL, models: models, loop: loop)
        let initial = InitialResult(runs, models.changes, seat: seat, isExpired: isExpired, sink: sink) {
            cursor, seat in
            var operation = operation
            operation.start = cursor
            return hub.subscribe(operation, seat: seat, expires: isExpired, sink: sink)
        }
        initial.begin()
        return initial
    }

    private func listen(
        _ asked: LiveRequest, _ recipe: SignalFeedRecipe, _ prepared: LiveOperation.Prepared, on loop: EventLoop,
        sink: any LiveSink
    ) throws(LiveRefusal) -> any LiveRun {
        let operation = try SignalOperation(asked, recipe, prepared, graphQL: graphQL)
        let seat = try seats.take(for: asked.visitor.viewer, from: asked.visitor.peer)
        let member = SignalMember(
            operation, on: loop, hub: signals, seat: seat, isExpired: asked.visitor.isExpired, sink: sink)
        member.begin()
        return member
    }

    /// How often a subscription is answered again, if its field is one that is answered like a query; nil for a feed.
    func watching(_ asked: LiveRequest) throws(LiveRefusal) -> LiveQuerySettings? {
        guard !watched.isEmpty else { return nil }
        let prepared = try LiveOperation.Prepared(asked, graphQL)
        guard watched.contains(prepared.field) else { return nil }
        return LiveQuerySettings(field: prepared.input)
    }

    /// How many subscriptions and live queries are open on this node.
    package var openCount: Int { seats.count }

    /// How many clients subscribe on this node, and how many readings of the log serve them.
    package func counts() async -> (subscriptions: Int, channels: Int) {
        var (subscriptions, channels) = (0, 0)
        for hub in hubs.values {
            let counts = await withUnsafeContinuation { continuation in
                hub.loop.execute { continuation.resume(returning: (hub.subscriptionCount, hub.channelCount)) }
            }
            subscriptions += counts.0
            channels += counts.1
        }
        return (subscriptions, channels)
    }
}
