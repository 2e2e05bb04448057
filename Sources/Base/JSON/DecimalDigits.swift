/// Whole numbers as decimal digits, written two at a step.
package enum DecimalDigits {
    /// Limit: the most bytes that a number takes, its sign included.
    package static let bytesMax = 20

    /// Writes the number where `bytesMax` bytes are free, and says how many it took.
    package static func write(_ value: Int64, to start: UnsafeMutablePointer<UInt8>) -> Int {
        guard value < 0 else { return write(value.magnitude, to: start) }
        start[0] = 0x2D
        return 1 &+ write(value.magnitude, to: start + 1)
    }

    private static func write(_ value: UInt64, to start: UnsafeMutablePointer<UInt8>) -> Int {
        let pairs: StaticString = """
            00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748\
            4950515253545556575859606162636465666768697071727374757677787980818283848586878889909192939495969798\
            99
            """
        let table = pairs.utf8Start
        let count = count(value)
        var rest = value
        var at = start + count
        while rest >= 100 {
            let pair = Int(truncatingIfNeeded: rest % 100) &* 2
            rest /= 100
            at -= 2
            at[0] = table[pair]
            at[1] = table[pair &+ 1]
        }
        if rest >= 10 {
            let pair = Int(truncatingIfNeeded: rest) &* 2
            at[-2] = table[pair]
            at[-1] = table[pair &+ 1]
        } else {
            at[-1] = 0x30 &+ UInt8(truncatingIfNeeded: rest)
        }
        return count
    }

    private static func count(_ value: UInt64) -> Int {
        var count = 1
        var rest = value
        while rest >= 10_000 {
            count &+= 4
            rest /= 10_000
        }
        return rest < 10 ? count : rest < 100 ? count &+ 1 : rest < 1_000 ? count &+ 2 : count &+ 3
    }
}
