/// Random numbers that are the same in every run with the same seed (SplitMix64).
struct DemoRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 up to but not including the bound.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    mutating func chance(_ perThousand: Int) -> Bool { below(1_000) < perThousand }

    /// Around a typical size: mostly between half and double of it, now and then many times as large.
    mutating func size(around typical: Int) -> Int {
        guard typical > 0 else { return 0 }
        var size = typical / 2 + below(typical)
        while chance(160), size < typical * 40 { size *= 2 }
        return size
    }

    /// Small places far more often than large ones, as users and bots differ.
    mutating func skewed(below bound: Int) -> Int { min(below(bound), min(below(bound), below(bound))) }
}
