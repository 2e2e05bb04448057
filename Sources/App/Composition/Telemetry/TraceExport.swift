import Configuration
import Gateway
import HTTP
import HTTPClient
import Lifecycle
import Networking
import Telemetry

/// The parts that send spans to the configured collector.
package struct TraceExport: Sendable {
    package let spans: any SpanSink
    /// Nothing if no collector is configured.
    package let services: [any Service]

    package init(
        _ settings: OperationSettings, _ configuration: Configuration, loops: EventLoopGroup,
        metrics: MetricsRegistry, log: Log
    ) throws {
        guard let endpoint = settings.traceEndpoint else {
            (spans, services) = (NoSpanSink(), [])
            return
        }
        let name = ConfigurationKeys.Traces.endpoint.key.name
        guard let address = WebAddress(endpoint), address.scheme == .http || address.scheme == .https else {
            throw ConfigurationFaults(faults: [configuration.fault(of: name, "must be an http or https address")])
        }
        let queue = SpanQueue(countMax: settings.traceQueueMax)
        let pool = try WorkerPool(
            name: "worker", threads: settings.workerThreads, queueMax: settings.workerQueueMax)
        let client = HTTPClient(
            Connector(resolver: Resolver(pool: pool)), loops: loops,
            tls: address.isSecure ? try TLSClientContext(protocols: ["http/1.1"]) : nil)
        spans = queue
        services = [
            SpanExporter(
                queue, to: address, client: client,
                resource: [
                    "service.name": "belvedere", "service.version": LogValue(GatewayVersion.text),
                ], metrics: metrics, log: log)
        ]
    }
}
