import COpenSSL

/// Rules for connections that we open: the peer's certificate must lead to a trusted root and carry its name.
// Safe because the library's contexts may be used from any thread once they are set up, and the rest is constant.
package final class TLSClientContext: @unchecked Sendable {
    private let context: OpaquePointer
    private let protocols: [UInt8]

    /// Trusts the system's roots, or only those in the PEM file if one is given.
    package init(trustedRootsFile: String? = nil, protocols: [String] = []) throws(TLSFailure) {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw .last("TLS context") }
        self.context = context
        self.protocols = TLSProtocolList.encode(protocols)
        try TLSRules.apply(to: context)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        if let trustedRootsFile {
            guard SSL_CTX_load_verify_file(context, trustedRootsFile) == 1 else {
                throw .last("trusted roots \(trustedRootsFile)")
            }
        } else {
            guard SSL_CTX_set_default_verify_paths(context) == 1 else { throw .last("the system's trusted roots") }
        }
    }

    deinit { SSL_CTX_free(context) }

    /// Nil if the name cannot be used; an IP address is checked against the certificate's addresses.
    func session(host: String) -> TLSSession? {
        guard let ssl = SSL_new(context) else { return nil }
        guard prepare(ssl, host: host) else {
            SSL_free(ssl)
            return nil
        }
        return TLSSession(ssl, isServer: false, context: self)
    }

    private func prepare(_ ssl: OpaquePointer, host: String) -> Bool {
        if !protocols.isEmpty, SSL_set_alpn_protos(ssl, protocols, UInt32(protocols.count)) != 0 { return false }
        if let address = IPAddress(host) {
            return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), address.description) == 1
        }
        SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        return SSL_set1_host(ssl, host) == 1 && belvedere_ssl_set_host_name(ssl, host) == 1
    }
}
