/// What a cached value depends on, as 64 bits: a table, or the rows of a table that share some values.
package struct ChangeTag: Hashable, Sendable, BitwiseCopyable {
    package let hash: UInt64

    package init(hash: UInt64) {
        self.hash = hash
    }

    /// The tag of a name and values; FNV-1a, so that every node computes the same bits.
    package init(_ parts: some Sequence<some Collection<UInt8>>) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in part {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
            // Why: a separator that no UTF-8 text holds keeps ("ab", "c") apart from ("a", "bc").
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
        }
        self.hash = hash
    }
}
