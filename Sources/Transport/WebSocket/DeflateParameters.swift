/// The agreed form of permessage-deflate (RFC 7692).
package struct DeflateParameters: Sendable, Equatable {
    /// Each message of the server stands alone.
    package var serverForgets: Bool
    /// Each message of the client stands alone.
    package var clientForgets: Bool
    /// The server's window, 9 to 15 bits.
    package var serverWindowBits: Int32
    /// The client's window, 9 to 15 bits.
    package var clientWindowBits: Int32

    package init(
        serverForgets: Bool = true, clientForgets: Bool = true, serverWindowBits: Int32 = 15,
        clientWindowBits: Int32 = 15
    ) {
        (self.serverForgets, self.clientForgets) = (serverForgets, clientForgets)
        (self.serverWindowBits, self.clientWindowBits) = (serverWindowBits, clientWindowBits)
    }
}
