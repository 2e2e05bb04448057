import COpenSSL
import Glibc

/// Certificates and rules for connections that clients open; built whole, then never changed.
///
/// TLS 1.2 and 1.3 only, forward-secret authenticated suites only, no renegotiation, no compression.
// Safe because the library's contexts may be used from any thread once they are set up, and the rest is constant.
package final class TLSServerContext: @unchecked Sendable {
    /// One certificate chain with its key, both PEM files.
    package struct Identity: Sendable, Equatable {
        package var certificateChainFile: String
        package var privateKeyFile: String
        /// Names for which a client's server name chooses this identity: `a.example` or `*.example`.
        package var names: [String]

        package init(certificateChainFile: String, privateKeyFile: String, names: [String] = []) {
            (self.certificateChainFile, self.privateKeyFile) = (certificateChainFile, privateKeyFile)
            self.names = names
        }
    }

    private let contexts: [(context: OpaquePointer, names: [String])]
    private let protocols: [UInt8]
    let ticketKeys: TLSTicketKeys

    /// The first identity serves clients that name no server or an unknown one. `protocols` are in order of
    /// preference, such as `["h2", "http/1.1"]`.
    package init(
        identities: [Identity], protocols: [String], ticketKeys: TLSTicketKeys
    ) throws(TLSFailure) {
        guard !identities.isEmpty else { throw TLSFailure(doing: "TLS", text: "no certificate is given") }
        self.protocols = TLSProtocolList.encode(protocols)
        self.ticketKeys = ticketKeys
        var contexts: [(OpaquePointer, [String])] = []
        do throws(TLSFailure) {
            for identity in identities {
                contexts.append((try Self.makeContext(identity), identity.names.map { $0.lowercased() }))
            }
        } catch {
            for (context, _) in contexts { SSL_CTX_free(context) }
            throw error
        }
        self.contexts = contexts
        for (context, _) in contexts { install(context) }
    }

    deinit {
        for (context, _) in contexts { SSL_CTX_free(context) }
    }

    func session() -> TLSSession? {
        SSL_new(contexts[0].context).map { TLSSession($0, isServer: true, context: self) }
    }

    private static func makeContext(_ identity: Identity) throws(TLSFailure) -> OpaquePointer {
        guard let context = SSL_CTX_new(TLS_server_method()) else { throw .last("TLS context") }
        do throws(TLSFailure) {
            try TLSRules.apply(to: context)
            let chain = identity.certificateChainFile
            guard SSL_CTX_use_certificate_chain_file(context, chain) == 1 else { throw .last("certificate \(chain)") }
            let key = identity.privateKeyFile
            guard SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1 else { throw .last("key \(key)") }
            guard SSL_CTX_check_private_key(context) == 1 else { throw .last("key \(key) for \(chain)") }
            return context
        } catch {
            SSL_CTX_free(context)
            throw error
        }
    }

    private func install(_ context: OpaquePointer) {
        let argument = Unmanaged.passUnretained(self).toOpaque()
        SSL_CTX_set_alpn_select_cb(context, Self.chooseProtocol, argument)
        if contexts.count > 1 {
            belvedere_ssl_ctx_set_server_name_callback(context, Self.chooseIdentity, argument)
        }
        SSL_CTX_set_ex_data(context, Self.selfIndex, argument)
        SSL_CTX_set_tlsext_ticket_key_evp_cb(context, Self.chooseTicketKey)
        SSL_CTX_set_num_tickets(context, 1)
        let name: [UInt8] = Array("belvedere".utf8)
        SSL_CTX_set_session_id_context(context, name, UInt32(name.count))
        belvedere_ssl_ctx_set_session_cache(context, Int(SSL_SESS_CACHE_SERVER), 4096)
    }

    private static let selfIndex: Int32 = CRYPTO_get_ex_new_index(
        CRYPTO_EX_INDEX_SSL_CTX, 0, nil, nil, nil, nil)

    private static let chooseProtocol:
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<UInt8>?,
            UnsafePointer<UInt8>?, UInt32, UnsafeMutableRawPointer?
        ) -> Int32 = { _, chosen, chosenCount, offered, offeredCount, argument in
            guard let argument, let offered, let chosen, let chosenCount else { return SSL_TLSEXT_ERR_NOACK }
            let context = Unmanaged<TLSServerContext>.fromOpaque(argument).takeUnretainedValue()
            let offer = UnsafeBufferPointer(start: offered, count: Int(offeredCount))
            guard let range = TLSProtocolList.choose(from: offer, preferring: context.protocols) else {
                // Spec: RFC 7301 3.2, a server that supports none of the offered protocols ends the handshake.
                return SSL_TLSEXT_ERR_ALERT_FATAL
            }
            chosen.pointee = offered + range.lowerBound
            chosenCount.pointee = UInt8(range.count)
            return SSL_TLSEXT_ERR_OK
        }

    private static let chooseIdentity:
        @convention(c) (OpaquePointer?, UnsafeMutablePointer<Int32>?, UnsafeMutableRawPointer?) -> Int32 = {
            ssl, _, argument in
            guard let ssl, let argument, let raw = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) else {
                return SSL_TLSEXT_ERR_NOACK
            }
            let context = Unmanaged<TLSServerContext>.fromOpaque(argument).takeUnretainedValue()
            let name = String(cString: raw).lowercased()
            guard let match = context.contexts.first(where: { $0.names.contains { matches($0, name) } }) else {
                return SSL_TLSEXT_ERR_NOACK
            }
            SSL_set_SSL_CTX(ssl, match.context)
            return SSL_TLSEXT_ERR_OK
        }

    private static let chooseTicketKey:
        @convention(c) (
            OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt8>?, OpaquePointer?,
            OpaquePointer?, Int32
        ) -> Int32 = { ssl, name, iv, cipher, mac, isSealing in
            guard let ssl, let name, let iv, let cipher, let mac, let context = SSL_get_SSL_CTX(ssl),
                let argument = SSL_CTX_get_ex_data(context, selfIndex)
            else { return -1 }
            let keys = Unmanaged<TLSServerContext>.fromOpaque(argument).takeUnretainedValue().ticketKeys
            return keys.prepare(name: name, iv: iv, cipher: cipher, mac: mac, isSealing: isSealing == 1)
        }

    /// A star stands for exactly one label.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        guard pattern.utf8.starts(with: "*.".utf8) else { return Array(pattern.utf8) == Array(name.utf8) }
        guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")), dot != name.utf8.startIndex else { return false }
        return name.utf8[dot...].elementsEqual(pattern.utf8.dropFirst())
    }
}
