#pragma once

// What Swift cannot import of OpenSSL's cryptography: variadic functions, and macros made of other macros.

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

// EVP_PKEY_Q_keygen is variadic.
static inline EVP_PKEY *belvedere_generate_ed25519(void) { return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"); }

// EVP_EC_gen is a macro over the same function.
static inline EVP_PKEY *belvedere_generate_p256(void) { return EVP_EC_gen("P-256"); }

// EVP_RSA_gen is a macro over the same function.
static inline EVP_PKEY *belvedere_generate_rsa(size_t bits) { return EVP_RSA_gen(bits); }

// EVP_PKEY_PUBLIC_KEY and EVP_PKEY_KEYPAIR are sums of other macros.
static inline int belvedere_select_public_key(void) { return EVP_PKEY_PUBLIC_KEY; }
static inline int belvedere_select_key_pair(void) { return EVP_PKEY_KEYPAIR; }
