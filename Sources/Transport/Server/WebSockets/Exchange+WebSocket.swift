import HTTP
import WebSocket

extension Exchange {
    /// Answers the handshake: returns the open socket, or nil after an error was sent or when the client is gone.
    ///
    /// The handler gets its first message after this returns.
    package func acceptWebSocket(
        _ options: WebSocketOptions, fields: ResponseFields = ResponseFields(), handler: any WebSocketHandler
    ) -> WebSocketSession? {
        guard isOpen, transport != nil else { return nil }
        guard request.method == .get, request.isWebSocketUpgrade, request.head.body == .none else {
            return refuse(.badRequest, "A WebSocket handshake is needed here\n")
        }
        guard request.value(of: .secWebSocketVersion) == "13" else {
            respond(.upgradeRequired, Self.versionField, body: Array("WebSocket version 13 is needed\n".utf8))
            return nil
        }
        guard let key = request.head.place(of: .secWebSocketKey).map(request.head.copy), Handshake.isKey(key) else {
            return refuse(.badRequest, "The handshake has no valid key\n")
        }
        if let origins = options.origins, let place = request.head.place(of: .origin),
            !request.head.withBytes(of: place, { origins.contains($0) })
        {
            transport?.settings.observer.rejected("origin")
            return refuse(.forbidden, "This origin is not allowed\n")
        }
        let offered = request.head.joined(.secWebSocketProtocol)
        let subprotocol = offered.flatMap { Handshake.subprotocol($0, from: options.subprotocols) }
        guard subprotocol != nil || !options.needsSubprotocol else {
            return refuse(.badRequest, "None of the subprotocols is spoken here\n")
        }
        return open(options, fields, key: key, subprotocol: subprotocol, handler)
    }

    private func open(
        _ options: WebSocketOptions, _ fields: ResponseFields, key: [UInt8], subprotocol: StaticString?,
        _ handler: any WebSocketHandler
    ) -> WebSocketSession? {
        var options = options
        var all = Self.upgradeFields
        // These values are made of base64, tokens and checked parameters.
        try? all.add(.secWebSocketAccept, Handshake.accept(key))
        if let subprotocol { try? all.add(.secWebSocketProtocol, Array(subprotocol.bytes)) }
        if let negotiation = options.compression, let offer = request.head.joined(.secWebSocketExtensions),
            let (parameters, answer) = negotiation.accept(offer)
        {
            options.agreed = parameters
            try? all.add(.secWebSocketExtensions, answer)
        }
        all.add(contentsOf: fields)
        guard let transport, let session = transport.upgrade(all, options) else {
            return refuse(.unavailable, "No WebSocket can be opened here\n")
        }
        session.subprotocol = subprotocol
        session.handler = handler
        _ = takeTransport()
        return session
    }

    private func refuse(_ status: HTTPStatus, _ text: StaticString) -> WebSocketSession? {
        respond(status, text: text)
        return nil
    }

    private static let upgradeFields = ResponseFields([.upgrade: "websocket", .connection: "Upgrade"])
    private static let versionField = ResponseFields([.secWebSocketVersion: "13", .upgrade: "websocket"])
}
