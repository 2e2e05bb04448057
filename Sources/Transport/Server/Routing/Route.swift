import HTTP

/// Answers requests; called on the connection's loop.
///
/// It either answers at once through the exchange, or calls `respondLater` and returns. It must not block.
package protocol HTTPHandler: Sendable {
    func respond(to exchange: Exchange)
}

/// A handler made of a function.
package struct FunctionHandler: HTTPHandler {
    private let body: @Sendable (Exchange) -> Void

    package init(_ body: @escaping @Sendable (Exchange) -> Void) { self.body = body }

    package func respond(to exchange: Exchange) { body(exchange) }
}

/// What the server does with requests whose path and method meet a pattern.
package struct Route: Sendable {
    /// How a handler gets the body.
    package enum BodyMode: Sendable, Equatable {
        /// Whole, before the handler is called.
        case buffered
        /// In pieces, while the handler runs.
        case streamed
    }

    /// `/a/:b/*`: a literal, a parameter, the rest of the path.
    package let pattern: String
    package let methods: [HTTPMethod]
    /// Limit: this route's body; nil means the server's own bound.
    package let bodyBytesMax: Int?
    package let bodyMode: BodyMode
    package let handler: any HTTPHandler

    package init(
        _ pattern: String, _ methods: [HTTPMethod], bodyBytesMax: Int? = nil, bodyMode: BodyMode = .buffered,
        handler: any HTTPHandler
    ) {
        (self.pattern, self.methods, self.bodyBytesMax) = (pattern, methods, bodyBytesMax)
        (self.bodyMode, self.handler) = (bodyMode, handler)
    }

    /// A route whose handler is a function.
    package init(
        _ pattern: String, _ methods: [HTTPMethod], bodyBytesMax: Int? = nil, bodyMode: BodyMode = .buffered,
        _ body: @escaping @Sendable (Exchange) -> Void
    ) {
        self.init(
            pattern, methods, bodyBytesMax: bodyBytesMax, bodyMode: bodyMode, handler: FunctionHandler(body))
    }
}
