import HTTP
import Lifecycle
import Prelude
import Server
import Telemetry

/// Records a span for each request, under the caller's trace if it sends one, beside what another observer counts.
struct TracedObserver: ServerObserver {
    private let counting: any ServerObserver
    private let spans: any SpanSink
    private let ids: TraceIDSource
    private let clock: any Clock

    init(counting: any ServerObserver, spans: any SpanSink, ids: TraceIDSource, clock: any Clock) {
        (self.counting, self.spans, self.ids, self.clock) = (counting, spans, ids, clock)
    }

    func rejected(_ reason: String) { counting.rejected(reason) }

    func socketsChanged(by delta: Int) { counting.socketsChanged(by: delta) }

    func answered(_ request: Request, status: HTTPStatus, startedAt: MonotonicTime) {
        counting.answered(request, status: status, startedAt: startedAt)
        guard !(spans is NoSpanSink) else { return }
        let caller = request.value(of: .traceparent).flatMap { TraceContext(traceparent: $0.utf8) }
        let context = ids.join(caller)
        guard context.isSampled else { return }
        let end = clock.wallTime
        let duration = (clock.now - startedAt).wholeMicroseconds
        let route = request.route
        spans.record(
            Span(
                context: context, parent: caller?.span ?? 0, name: "\(request.method.name) \(route)", kind: .server,
                start: end.advanced(microseconds: -duration), end: end,
                attributes: [
                    "http.request.method": LogValue("\(request.method.name)"), "http.route": LogValue(route),
                    "http.response.status_code": LogValue(status.rawValue),
                    "client.address": LogValue("\(request.peer)"),
                ],
                outcome: status.rawValue >= 500 ? .error("status \(status.rawValue)") : .unset))
    }
}
