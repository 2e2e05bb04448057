#pragma once

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/ssl.h>

/// The functions below stand for function-like macros, which Swift cannot import.

/// SSL_CTX_set_min_proto_version.
static inline int belvedere_ssl_ctx_set_min_version(SSL_CTX *context, int version) {
    return (int)SSL_CTX_set_min_proto_version(context, version);
}

/// SSL_CTX_set_max_proto_version.
static inline int belvedere_ssl_ctx_set_max_version(SSL_CTX *context, int version) {
    return (int)SSL_CTX_set_max_proto_version(context, version);
}

/// SSL_CTX_set_mode.
static inline void belvedere_ssl_ctx_set_mode(SSL_CTX *context, long mode) { SSL_CTX_set_mode(context, mode); }

/// SSL_CTX_set1_groups_list.
static inline int belvedere_ssl_ctx_set_groups(SSL_CTX *context, const char *list) {
    return (int)SSL_CTX_set1_groups_list(context, list);
}

/// SSL_CTX_set_session_cache_mode and SSL_CTX_sess_set_cache_size.
static inline void belvedere_ssl_ctx_set_session_cache(SSL_CTX *context, long mode, long size) {
    SSL_CTX_set_session_cache_mode(context, mode);
    SSL_CTX_sess_set_cache_size(context, size);
}

/// SSL_CTX_set_tlsext_servername_callback and SSL_CTX_set_tlsext_servername_arg.
static inline void belvedere_ssl_ctx_set_server_name_callback(
    SSL_CTX *context, int (*callback)(SSL *, int *, void *), void *argument) {
    SSL_CTX_set_tlsext_servername_callback(context, callback);
    SSL_CTX_set_tlsext_servername_arg(context, argument);
}

/// SSL_set_tlsext_host_name.
static inline int belvedere_ssl_set_host_name(SSL *session, const char *name) {
    return (int)SSL_set_tlsext_host_name(session, name);
}

/// BIO_set_retry_read.
static inline void belvedere_bio_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }

/// BIO_clear_retry_flags.
static inline void belvedere_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

/// SSL_OP_… are macros that call SSL_OP_BIT: the options of every context of ours.
static inline uint64_t belvedere_ssl_options(void) {
    return SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
           SSL_OP_IGNORE_UNEXPECTED_EOF;
}

/// OSSL_MAC_PARAM_KEY and OSSL_MAC_PARAM_DIGEST are macros of macros: sets up HMAC-SHA256 with a key.
static inline int belvedere_mac_set_sha256_key(EVP_MAC_CTX *mac, unsigned char *key, size_t count) {
    OSSL_PARAM parameters[3] = {
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, key, count),
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_CTX_set_params(mac, parameters);
}
