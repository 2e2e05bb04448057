/// The part of a cluster that a key belongs to.
///
/// Keys that must lie together carry the same `{tag}`: only the tag is hashed. Spec: Redis cluster specification, "Hash
/// tags".
package enum RedisSlot {
    package static let count: UInt16 = 16_384

    package static func slot(of key: [UInt8]) -> UInt16 {
        crc16(hashed(key)) % count
    }

    /// What lies between the first `{` and the next `}`, unless that is nothing; otherwise the whole key.
    private static func hashed(_ key: [UInt8]) -> ArraySlice<UInt8> {
        guard let open = key.firstIndex(of: 0x7B), let close = key[open...].firstIndex(of: 0x7D), close > open + 1
        else { return key[...] }
        return key[(open + 1)..<close]
    }

    /// CRC-16/XMODEM: polynomial 0x1021, nothing reflected, starting from zero.
    private static func crc16(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        var value: UInt16 = 0
        for byte in bytes { value = value << 8 ^ table[Int(UInt8(truncatingIfNeeded: value >> 8) ^ byte)] }
        return value
    }

    private static let table: [UInt16] = (0..<256).map { index in
        var value = UInt16(index) << 8
        for _ in 0..<8 { value = value & 0x8000 == 0 ? value << 1 : value << 1 ^ 0x1021 }
        return value
    }
}
