import ContextKit
import EventSourcing
import GraphQLPlanning
import GraphQLSchema
import JSON
import Networking

/// Begins subscriptions for every transport, on the loop of the client's connection.
package final class LiveService: Sendable {
    package let graphQL: GraphQLService
    private let feeds: [FieldID: LiveFeedRecipe]
    private let hubs: [ObjectIdentifier: LiveHub]

    package init(
        graphQL: GraphQLService, assembly: Assembly, tailer: Tailer, loops: [EventLoop],
        heartbeat: Duration = .seconds(10)
    ) {
        self.graphQL = graphQL
        let schema = graphQL.preparation.schema
        var feeds: [FieldID: LiveFeedRecipe] = [:]
        for (coordinate, recipe) in assembly.feeds {
            if let field = Assembly.field(coordinate, in: schema) { feeds[field] = recipe }
        }
        self.feeds = feeds
        hubs = Dictionary(
            loops.map { (ObjectIdentifier($0), LiveHub(loop: $0, tailer: tailer, heartbeat: heartbeat)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Begins a subscription; everything else is told to the sink. Call it on the sink's loop.
    func subscribe(
        _ operation: PreparedOperation, _ request: GraphQLRequest, _ options: RequestOptions, _ visitor: Visitor,
        resumeAfter: Cursor?, on loop: EventLoop, sink: any LiveSink
    ) throws(LiveRefusal) -> LiveMember {
        guard let hub = hubs[ObjectIdentifier(loop)] else {
            throw LiveRefusal(ErrorBody.list(.internal, "Internal server error"))
        }
        let graphQL = graphQL
        let live = try LiveOperation(
            operation, request, options, viewer: visitor.viewer, resumeAfter: resumeAfter, feeds: feeds,
            limits: graphQL.limits,
            makeScope: { cursor in
                var options = options
                if options.token.map({ $0.position < cursor.position }) ?? true { options.token = cursor }
                return graphQL.scope(for: visitor.viewer, options, nil)
            })
        return hub.subscribe(live, expires: visitor.isExpired, sink: sink)
    }

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

/// Who is connected, and whether they still may be.
struct Visitor: Sendable {
    let viewer: Viewer
    let peer: IPAddress?
    let isExpired: (@Sendable () -> Bool)?
}
