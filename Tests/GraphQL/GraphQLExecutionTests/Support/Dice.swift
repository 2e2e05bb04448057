/// Random choices that a seed repeats (SplitMix64).
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From zero to below the bound.
    mutating func roll(_ bound: Int) -> Int { Int(next() >> 33) % bound }
    mutating func chance(_ percent: Int) -> Bool { roll(100) < percent }
    mutating func pick<Item>(_ items: [Item]) -> Item { items[roll(items.count)] }

    /// The dice for one thing, the same whenever it is asked for.
    init(seed: UInt64, _ parts: String...) {
        var hash = seed ^ 0xcbf2_9ce4_8422_2325
        for part in parts { for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 } }
        self.init(seed: hash)
    }
}
