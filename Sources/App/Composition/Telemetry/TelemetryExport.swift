import Configuration
import Gateway
import HTTP
import HTTPClient
import Lifecycle
import Networking
import Telemetry

/// The parts that send spans and metrics to the configured collectors.
package struct TelemetryExport: Sendable {
    package let spans: any SpanSink
    /// Nothing if no collector is configured.
    package let services: [any Service]

    package init(
        _ settings: OperationSettings, _ configuration: Configuration, loops: EventLoopGroup,
        metrics: MetricsRegistry, log: Log
    ) throws {
        let traces = try Self.address(settings.traceEndpoint, ConfigurationKeys.Traces.endpoint.key.name, configuration)
        let sums = try Self.address(
            settings.metricsEndpoint, ConfigurationKeys.Metrics.endpoint.key.name, configuration)
        guard traces != nil || sums != nil else {
            (spans, services) = (NoSpanSink(), [])
            return
        }
        let pool = try WorkerPool(
            name: "worker", threads: settings.workerThreads, queueMax: settings.workerQueueMax)
        let isSecure = traces?.isSecure ?? false || sums?.isSecure ?? false
        let client = HTTPClient(
            Connector(resolver: Resolver(pool: pool)), loops: loops,
            tls: isSecure ? try TLSClientContext(protocols: ["http/1.1"]) : nil)
        let resource: LogFields = [
            "service.name": "belvedere", "service.version": LogValue(GatewayVersion.text),
        ]
        var services: [any Service] = []
        if let traces {
            let queue = SpanQueue(countMax: settings.traceQueueMax)
            spans = queue
            services.append(
                SpanExporter(queue, to: traces, client: client, resource: resource, metrics: metrics, log: log))
        } else {
            spans = NoSpanSink()
        }
        if let sums {
            services.append(
                MetricsExporter(
                    metrics, to: sums, client: client, resource: resource, interval: settings.metricsInterval, log: log)
            )
        }
        self.services = services
    }

    private static func address(
        _ text: String?, _ name: String, _ configuration: Configuration
    ) throws(ConfigurationFaults) -> WebAddress? {
        guard let text else { return nil }
        guard let address = WebAddress(text), address.scheme == .http || address.scheme == .https else {
            throw ConfigurationFaults(faults: [configuration.fault(of: name, "must be an http or https address")])
        }
        return address
    }
}
