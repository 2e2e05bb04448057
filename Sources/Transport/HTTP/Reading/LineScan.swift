/// Finds the end of runs of allowed bytes in a line, eight bytes at a step where that pays.
enum LineScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first place from `start` on whose byte is a control byte other than tab, or `end`.
    @inline(__always)
    static func endOfValue(_ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var at = start
        while at &+ 8 <= end {
            let word = UnsafeRawPointer(p + at).loadUnaligned(as: UInt64.self)
            let low = (word &- ones &* 0x20) & ~word & highs
            let flipped = word ^ (ones &* 0x7f)
            let delete = (flipped &- ones) & ~flipped & highs
            let hit = low | delete
            if hit != 0 {
                at &+= hit.trailingZeroBitCount >> 3
                if p[at] != 0x09 { return at }
                at &+= 1
                continue
            }
            at &+= 8
        }
        while at < end {
            let byte = p[at]
            if byte < 0x20 && byte != 0x09 || byte == 0x7f { return at }
            at &+= 1
        }
        return at
    }

    /// The first place from `start` on whose byte is not of the class, or `end`.
    @inline(__always)
    static func end(
        of set: ByteClass, _ table: UnsafePointer<UInt8>, _ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int {
        var at = start
        while at < end, table[Int(p[at])] & set.rawValue != 0 { at &+= 1 }
        return at
    }
}
