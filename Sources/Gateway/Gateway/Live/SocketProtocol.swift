import JSON
import Prelude

/// The server side of `graphql-transport-ws` as a machine: messages of the client in, things to do out.
///
/// It knows no socket, no clock and no GraphQL. Operations that it starts are named by a number that is never used
/// again, so that a late result of an operation that the client has completed can be told from one of its successor.
///
/// ```
/// waiting ──connection_init──▶ checking ──accepted──▶ open
///    │                            │                     │
///    └── 4408 after a while       └── 4403              └── subscribe … complete
/// ```
package struct SocketProtocol: Sendable {
    /// Names one run of an operation on one socket.
    package typealias Run = UInt64

    /// What the machine wants done, in this order.
    package enum Action: Sendable {
        case send([UInt8])
        /// Check who is there; then call `accepted` or `refused`.
        case authenticate(payload: GraphQLRequest.Part?)
        case start(Run, id: [UInt8], GraphQLRequest)
        /// Stop the work and forget the results of an operation.
        case cancel(Run)
        case close(code: UInt16, reason: String)
    }

    package enum Phase: Sendable, Equatable {
        /// The client has not yet said hello.
        case waiting
        /// The client said hello and somebody finds out who it is.
        case checking
        case open
        case closed
    }

    /// The name under which a client asks for the protocol.
    package static let name: StaticString = "graphql-transport-ws"

    private let operationsMax: Int
    private let limits: JSONLimits
    package private(set) var phase = Phase.waiting
    private var runs: [[UInt8]: Run] = [:]
    private var ids: [Run: [UInt8]] = [:]
    private var runCount: Run = 0

    /// Limit: how many operations one socket may have at once.
    package init(operationsMax: Int = 100, limits: JSONLimits = .request) {
        (self.operationsMax, self.limits) = (operationsMax, limits)
    }

    package var operationCount: Int { runs.count }

    // MARK: From the client

    package mutating func received(_ text: [UInt8]) -> [Action] {
        guard phase != .closed else { return [] }
        guard let document = try? JSONDocument(parsing: text, limits: limits),
            document.kind(document.root) == .object
        else { return close(4400, "Invalid message received") }
        let message = GraphQLRequest.Part(document, document.root)
        guard let type = message.member("type")?.text else { return close(4400, "Invalid message received") }
        return switch String(decoding: type, as: UTF8.self) {
        case "connection_init": initialise(message)
        case "ping": pong(message)
        case "pong": []
        case "subscribe": subscribe(message)
        case "complete": complete(message)
        default: close(4400, "Unexpected message received")
        }
    }

    /// Binary messages are none of the protocol's.
    package mutating func receivedBinary() -> [Action] {
        close(4400, "Invalid message received")
    }

    /// The socket is gone: everything that still runs is to be stopped.
    package mutating func disconnected() -> [Action] {
        phase = .closed
        return cancelAll()
    }

    // MARK: From the gateway

    /// The time for the client's hello is over. One that is being checked may take its time.
    package mutating func helloIsOverdue() -> [Action] {
        phase == .waiting ? close(4408, "Connection initialisation timeout") : []
    }

    package mutating func accepted() -> [Action] {
        guard phase == .checking else { return [] }
        phase = .open
        return [.send(Array(#"{"type":"connection_ack"}"#.utf8))]
    }

    package mutating func refused() -> [Action] {
        phase == .checking ? close(4403, "Forbidden") : []
    }

    /// The right to be here has ended, by expiry or revocation.
    package mutating func expelled() -> [Action] {
        phase == .closed ? [] : close(4403, "Forbidden")
    }

    /// One result of an operation, as the bytes of its JSON object; nothing if the client has completed it.
    package func result(_ run: Run, _ payload: [UInt8]) -> [UInt8]? {
        ids[run].map { SocketProtocol.message("next", id: $0, payload: payload) }
    }

    /// The operation never ran, or ended with an error: a list of errors as JSON. No `complete` follows.
    package mutating func failed(_ run: Run, errors: [UInt8]) -> [Action] {
        guard let id = forget(run) else { return [] }
        return [.send(SocketProtocol.message("error", id: id, payload: errors))]
    }

    package mutating func completed(_ run: Run) -> [Action] {
        guard let id = forget(run) else { return [] }
        return [.send(SocketProtocol.message("complete", id: id, payload: nil))]
    }

    // MARK: Messages

    private mutating func initialise(_ message: GraphQLRequest.Part) -> [Action] {
        guard phase == .waiting else { return close(4429, "Too many initialisation requests") }
        let payload = message.member("payload")
        if let payload, payload.document.kind(payload.index) != .object {
            return close(4400, "Invalid message received")
        }
        phase = .checking
        return [.authenticate(payload: payload)]
    }

    private mutating func pong(_ message: GraphQLRequest.Part) -> [Action] {
        guard let payload = message.member("payload") else { return [.send(Array(#"{"type":"pong"}"#.utf8))] }
        guard payload.document.kind(payload.index) == .object else { return close(4400, "Invalid message received") }
        var answer = Array(#"{"type":"pong","payload":"#.utf8)
        answer += payload.document.text(payload.index)
        answer.append(UInt8(ascii: "}"))
        return [.send(answer)]
    }

    private mutating func subscribe(_ message: GraphQLRequest.Part) -> [Action] {
        guard phase == .open else { return close(4401, "Unauthorized") }
        guard let id = message.member("id")?.text.map(Array.init), !id.isEmpty, let payload = message.member("payload"),
            payload.document.kind(payload.index) == .object
        else { return close(4400, "Invalid message received") }
        guard runs[id] == nil else {
            return close(4409, "Subscriber for \(String(decoding: id, as: UTF8.self)) already exists")
        }
        guard runs.count < operationsMax else {
            let errors = #"[{"message":"Too many operations on one connection.","extensions":{"code":"#
            return [
                .send(
                    SocketProtocol.message("error", id: id, payload: Array((errors + #""SUBSCRIPTION_LIMIT"}}]"#).utf8))
                )
            ]
        }
        let request: GraphQLRequest
        do {
            request = try ReadRequestBody.request(in: payload.document, at: payload.index)
        } catch {
            // Why: the protocol gives the form of the payload, so a wrong one is no message at all.
            return close(4400, "Invalid message received")
        }
        runCount += 1
        runs[id] = runCount
        ids[runCount] = id
        return [.start(runCount, id: id, request)]
    }

    private mutating func complete(_ message: GraphQLRequest.Part) -> [Action] {
        guard let id = message.member("id")?.text.map(Array.init) else {
            return close(4400, "Invalid message received")
        }
        guard let run = runs[id] else { return [] }
        _ = forget(run)
        return [.cancel(run)]
    }

    private mutating func forget(_ run: Run) -> [UInt8]? {
        guard let id = ids.removeValue(forKey: run) else { return nil }
        runs.removeValue(forKey: id)
        return id
    }

    private mutating func close(_ code: UInt16, _ reason: String) -> [Action] {
        phase = .closed
        return cancelAll() + [.close(code: code, reason: SocketProtocol.cut(reason))]
    }

    private mutating func cancelAll() -> [Action] {
        let open = ids.keys.sorted()
        (runs, ids) = ([:], [:])
        return open.map { .cancel($0) }
    }

    /// Spec: RFC 6455 5.5.1: a close frame holds a code and at most 123 bytes of UTF-8.
    private static func cut(_ reason: String) -> String {
        guard reason.utf8.count > 123 else { return reason }
        var kept = ""
        for scalar in reason.unicodeScalars {
            guard kept.utf8.count + String(scalar).utf8.count <= 123 else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept
    }

    private static func message(_ type: StaticString, id: [UInt8], payload: [UInt8]?) -> [UInt8] {
        var writer = JSONWriter(capacity: id.count + (payload?.count ?? 0) + 48)
        writer.put("{\"id\":")
        writer.putString(id[...])
        writer.put(",\"type\":\"")
        writer.put(type)
        writer.put("\"")
        if let payload {
            writer.put(",\"payload\":")
            writer.put(payload)
        }
        writer.put("}")
        return writer.bytes()
    }
}
