import WebSocket

/// How a route speaks WebSocket.
package struct WebSocketOptions: Sendable {
    /// In the server's own order; the client's order decides. An offer without a match gets none.
    package var subprotocols: [StaticString]
    /// A client that offers none of the subprotocols is refused.
    package var needsSubprotocol: Bool
    /// Nil takes any origin; otherwise one that is there must be in the list, and one that is missing is a program.
    package var origins: OriginList?
    /// Nil speaks without compression.
    package var compression: DeflateNegotiation?
    /// Bounds of frames and messages; nil means the server's.
    package var limits: WebSocketLimits?
    /// What the handshake has agreed on.
    var agreed: DeflateParameters?

    package init(
        subprotocols: [StaticString] = [], needsSubprotocol: Bool = false, origins: OriginList? = nil,
        compression: DeflateNegotiation? = DeflateNegotiation(), limits: WebSocketLimits? = nil
    ) {
        (self.subprotocols, self.needsSubprotocol) = (subprotocols, needsSubprotocol)
        (self.origins, self.compression, self.limits) = (origins, compression, limits)
    }
}
