import COpenSSL

/// What holds for every context of ours, server and client.
enum TLSRules {
    static let suites12 = "ECDHE+AESGCM:ECDHE+CHACHA20"
    static let suites13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    static let groups = "X25519:P-256:P-384"

    static func apply(to context: OpaquePointer) throws(TLSFailure) {
        guard belvedere_ssl_ctx_set_min_version(context, TLS1_2_VERSION) == 1,
            SSL_CTX_set_cipher_list(context, suites12) == 1,
            SSL_CTX_set_ciphersuites(context, suites13) == 1,
            belvedere_ssl_ctx_set_groups(context, groups) == 1
        else { throw .last("TLS rules") }
        SSL_CTX_set_options(context, belvedere_ssl_options())
        // Idle sessions give their record buffers back: 34 KiB a connection.
        belvedere_ssl_ctx_set_mode(context, Int(SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER))
    }
}
