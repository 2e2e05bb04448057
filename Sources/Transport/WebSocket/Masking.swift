/// The masking of client frames: payload byte i is combined with key byte i mod 4.
package enum Masking {
    /// Masks or unmasks in place; `offset` is how many payload bytes came before.
    package static func apply(_ key: UInt32, to bytes: UnsafeMutableBufferPointer<UInt8>, offset: Int = 0) {
        guard let start = bytes.baseAddress else { return }
        let raw = UnsafeMutableRawPointer(start)
        // The key as it stands in memory, turned so that its first byte belongs to the first byte here.
        let turn = UInt32(offset & 3) &* 8
        let turned = turn == 0 ? key : key >> turn | key << (32 &- turn)
        let wide = UInt64(turned) << 32 | UInt64(turned)
        let vector = SIMD4<UInt64>(repeating: wide)
        var at = 0
        while at &+ 32 <= bytes.count {
            let value = raw.loadUnaligned(fromByteOffset: at, as: SIMD4<UInt64>.self)
            raw.storeBytes(of: value ^ vector, toByteOffset: at, as: SIMD4<UInt64>.self)
            at &+= 32
        }
        while at &+ 8 <= bytes.count {
            let value = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            raw.storeBytes(of: value ^ wide, toByteOffset: at, as: UInt64.self)
            at &+= 8
        }
        while at < bytes.count {
            start[at] ^= UInt8(truncatingIfNeeded: turned >> (UInt32(at & 3) &* 8))
            at &+= 1
        }
    }
}
