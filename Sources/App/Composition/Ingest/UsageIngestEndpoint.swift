import ContextKit
import Cryptography
import EventSourcing
import Gateway
import HTTP
import JSON
import Lifecycle
import Metering
import Server

/// `POST /ingest/ai-usage`: usages as lines of JSON, as many as the client likes, as fast as they are recorded.
struct UsageIngestEndpoint: Sendable {
    /// Limit: bytes of one request; a client with more sends another.
    static let bodyBytesMax = 1 << 40

    let handle: HandleCommand
    let authenticator: Authenticator
    let clock: any Clock

    private static let json = ResponseFields([.contentType: "application/json; charset=utf-8"])

    func respond(to exchange: Exchange) {
        switch authenticator.viewer(authorization: exchange.request.copy(of: .authorization)) {
        case .refused: refuse(exchange, .unauthorized, "UNAUTHENTICATED", "The token is not accepted.")
        case .viewer(let viewer, _):
            let caller = Caller(actor: viewer.actor, permissions: viewer.roles.union(viewer.scopes))
            guard viewer.actor != nil else {
                return refuse(exchange, .unauthorized, "UNAUTHENTICATED", "Show who you are to record usage.")
            }
            guard RecordAiUsage.isOpen(to: caller) else {
                return refuse(exchange, .forbidden, "FORBIDDEN", "Recording usage is for the roles admin and meter.")
            }
            let ingest = UsageIngest(handle, tenant: viewer.tenant, caller: caller, clock: clock)
            exchange.respondLater { exchange in await take(exchange, ingest) }
        }
    }

    private func take(_ exchange: Exchange, _ ingest: UsageIngest) async {
        var ingest = ingest
        do {
            while let piece = try await exchange.body?.next() { await ingest.add(piece) }
        } catch {
            // The client is gone in the middle; what it sent is recorded, and sending it again counts nothing twice.
            return
        }
        await ingest.finish()
        let status: HTTPStatus = ingest.report.failed > 0 ? .unavailable : .ok
        exchange.respond(status, Self.json, body: ingest.report.json.bytes)
    }

    private func refuse(_ exchange: Exchange, _ status: HTTPStatus, _ code: String, _ message: String) {
        let error: JSONValue = ["message": .string(message), "extensions": ["code": .string(code)]]
        exchange.respond(status, Self.json, body: JSONValue.object([.init("errors", .array([error]))]).bytes)
    }
}
