import Gateway
import Lifecycle
import Networking
import Server
import Telemetry

/// The listeners of a node: the front that clients reach, and the one for probes and scrapes.
struct NodeListeners {
    let settings: NodeSettings
    let environment: Node.Environment
    let health: HealthRegistry
    let tls: ReloadableTLS?
    let rejections: MetricFamily<Counter>

    func front(_ router: Router) throws -> [HTTPServer] {
        let observer = TracedObserver(
            counting: MeteredObserver(environment.metrics, rejections: rejections), spans: environment.spans,
            ids: TraceIDSource(ratio: settings.operation.traceRatio), clock: environment.clock)
        return try settings.edge.listen.map { address in
            var configuration = HTTPServer.Configuration(address: address)
            configuration.limits = settings.edge.limits
            configuration.observer = observer
            if let tls { configuration.tls = { tls.current } }
            return try HTTPServer(configuration, router: router, loops: environment.loops.loops)
        }
    }

    func admin() throws -> [HTTPServer] {
        let router = Router(AdminRoutes.routes(health: health, metrics: environment.metrics))
        return try settings.edge.admin.map { address in
            try HTTPServer(
                HTTPServer.Configuration(address: address), router: router, loops: environment.loops.loops)
        }
    }

    /// Shorter than the group's deadline by the pause before it and a tenth, so that protocols end their connections.
    private var drainTimeout: Duration { (settings.operation.drainDeadline - settings.operation.preStop) * 9 / 10 }

    func service(_ server: HTTPServer) -> HTTPServerService {
        let isFront = settings.edge.listen.contains(server.address)
        return HTTPServerService(
            isFront ? "front" : "listener", server, drainTimeout: drainTimeout,
            log: environment.log)
    }
}
