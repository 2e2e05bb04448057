import HTTP
import HTTPClient
import Lifecycle
import Telemetry

/// Where OTLP over HTTP is sent to: bodies are taken, or given up after some attempts.
struct Collector: Sendable {
    let address: WebAddress
    let client: HTTPClient
    let clock: any Clock
    let log: Log

    /// Whether the collector has taken it; between two attempts it waits, each time twice as long.
    func take(_ body: [UInt8], attempts: Int) async -> Bool {
        let fields = ResponseFields([.contentType: "application/json"])
        for attempt in 1...max(attempts, 1) {
            do throws(ClientFailure) {
                let status = try await client.send(ClientRequest(.post, address, fields: fields, body: body)).status
                if (200..<300).contains(status.rawValue) { return true }
                log.warning("the collector refused what was sent", ["status": LogValue(status.rawValue)])
                // Spec: OTLP/HTTP "Failures": other client errors than 429 must not be sent again.
                if (400..<500).contains(status.rawValue), status != .tooManyRequests { return false }
            } catch {
                log.warning("the collector cannot be reached", ["reason": "\(error)"])
            }
            if attempt < attempts { try? await clock.sleep(for: .seconds(1 << (attempt - 1))) }
            if Task.isCancelled { return false }
        }
        return false
    }
}
