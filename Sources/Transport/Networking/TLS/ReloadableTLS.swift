import Prelude

/// The server's TLS context of the moment; a reload changes it for new connections, and those that are open go on.
///
/// The ticket keys stay, so that clients resume their sessions over a reload.
package final class ReloadableTLS: Sendable {
    private let identities: [TLSServerContext.Identity]
    private let protocols: [String]
    private let ticketKeys: TLSTicketKeys
    private let context: Lock<TLSServerContext>

    package init(
        identities: [TLSServerContext.Identity], protocols: [String], ticketKeys: TLSTicketKeys = TLSTicketKeys()
    ) throws(TLSFailure) {
        (self.identities, self.protocols, self.ticketKeys) = (identities, protocols, ticketKeys)
        context = Lock(
            try TLSServerContext(identities: identities, protocols: protocols, ticketKeys: ticketKeys))
    }

    /// What a listener asks for each connection.
    package var current: TLSServerContext { context.withLock { $0 } }

    /// Reads the files again; if one of them is wrong, the old certificates stay in use.
    package func reload() throws(TLSFailure) {
        let fresh = try TLSServerContext(identities: identities, protocols: protocols, ticketKeys: ticketKeys)
        context.withLock { $0 = fresh }
    }
}
