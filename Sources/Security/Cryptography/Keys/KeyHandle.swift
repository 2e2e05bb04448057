import COpenSSL

/// One key inside OpenSSL, freed with its last owner.
// Safe because an EVP_PKEY that nobody changes may be used by many threads at once, and this one is never changed.
final class KeyHandle: @unchecked Sendable {
    let raw: OpaquePointer

    /// Takes over the reference.
    init(owning raw: OpaquePointer) { self.raw = raw }

    deinit { EVP_PKEY_free(raw) }

    /// Number of bits of an RSA modulus.
    var bitCount: Int { Int(EVP_PKEY_get_bits(raw)) }

    /// A number that is part of the key, big-endian, padded to `byteCount` if one is given.
    func number(_ name: String, byteCount: Int? = nil) -> [UInt8]? {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(raw, name, &number) == 1, let number else {
            ERR_clear_error()
            return nil
        }
        defer { BN_clear_free(number) }
        let count = byteCount ?? Int(BN_num_bits(number) + 7) / 8
        var bytes = [UInt8](repeating: 0, count: count)
        return BN_bn2binpad(number, &bytes, Int32(count)) == Int32(count) ? bytes : nil
    }

    /// Bytes that are part of the key, such as an encoded point.
    func octets(_ name: String, bytesMax: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        var count = 0
        guard EVP_PKEY_get_octet_string_param(raw, name, &bytes, bytesMax, &count) == 1 else {
            ERR_clear_error()
            return nil
        }
        return Array(bytes.prefix(count))
    }
}
