import EventSourcing
import HTTP
import Server

extension RequestOptions {
    /// Reads the header fields too, on every transport that has some.
    ///
    /// What they say wins over nothing, not over the extensions: a proxy may add fields, the client wrote the request.
    /// `Last-Event-ID` does win, because a browser remembers it and it is newer than what the request was written with.
    init(_ request: GraphQLRequest, _ http: Request) throws(OptionFault) {
        try self.init(request)
        try add(http)
    }

    /// Adds what the header fields say.
    mutating func add(_ http: Request) throws(OptionFault) {
        if command == nil, let text = http.copy(of: .idempotencyKey) {
            command = try RequestOptions.command(text, "Idempotency-Key")
        }
        if let text = http.copy(of: .lastEventID) { resumeAfter = try RequestOptions.cursor(text, "Last-Event-ID") }
        guard http.hasRareFields else { return }
        if token == nil, let text = http.value(ofName: "belvedere-token") {
            token = try RequestOptions.cursor(text, "Belvedere-Token")
        }
        if http.value(ofName: "belvedere-cost-only") != nil { isDryRun = true }
    }
}

extension Request {
    /// The trace that the caller is in.
    var trace: TraceContext? {
        copy(of: .traceparent).flatMap { TraceContext(String(decoding: $0, as: UTF8.self)) }
    }
}
