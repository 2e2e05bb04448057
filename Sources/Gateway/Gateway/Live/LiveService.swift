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
    /// Subscription fields that are answered like queries.
    private let watched: Set<FieldID>
    let seats: LiveSeats
    let limits: LiveLimits
    /// Nil where nobody tells of changes; a live query is then answered once.
    let models: LiveModels?
    private let hubs: [ObjectIdentifier: LiveHub]

    package init(
        graphQL: GraphQLService, assembly: Assembly, tailer: Tailer, loops: [EventLoop],
        models: LiveModels? = nil, limits: LiveLimits = LiveLimits(), gauge: Gauge? = nil
    ) {
        (self.graphQL, self.models, self.limits) = (graphQL, models, limits)
        seats = LiveSeats(limits, gauge: gauge)
        let schema = graphQL.preparation.schema
        var feeds: [FieldID: LiveFeedRecipe] = [:]
        for (coordinate, recipe) in assembly.feeds {
            if let field = Assembly.field(coordinate, in: schema) { feeds[field] = recipe }
        }
        self.feeds = feeds
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
        let operation = try LiveOperation(asked, feeds: feeds, graphQL: graphQL)
        let isExpired = asked.visitor.isExpired
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

    /// How often a subscription is answered again, if its field is one that is answered like a query; nil for a feed.
    func watching(_ asked: LiveRequest) throws(LiveRefusal) -> LiveQuerySettings? {
        guard !watched.isEmpty else { return nil }
        let (variables, plan) = try LiveOperation.planned(asked.operation, asked.request, graphQL.limits)
        guard let field = plan.rootFields.first, watched.contains(field.definition) else { return nil }
        return LiveQuerySettings(field: try LiveOperation.input(of: field, plan, variables))
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
