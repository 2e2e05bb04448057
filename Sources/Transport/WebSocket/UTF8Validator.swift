/// Checks UTF-8 that comes in pieces, and fails at the first byte that cannot be part of it.
///
/// Spec: Unicode 3.9, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
package struct UTF8Validator: Sendable {
    /// Continuation bytes still to come.
    private var left: UInt8 = 0
    /// What the next continuation byte may be; after the first one it is the full range again.
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xbf

    package init() {}

    /// True when no character is cut off.
    package var isComplete: Bool { left == 0 }

    /// False as soon as the bytes so far cannot begin any valid text.
    package mutating func accept(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let p = bytes.baseAddress else { return true }
        let end = bytes.count
        var at = 0
        while at < end {
            if left == 0 {
                at = Self.skipASCII(p, at, end)
                if at == end { return true }
                guard begin(p[at]) else { return false }
            } else {
                let byte = p[at]
                guard byte >= low, byte <= high else { return false }
                left &-= 1
                (low, high) = (0x80, 0xbf)
            }
            at &+= 1
        }
        return true
    }

    @inline(__always)
    private static func skipASCII(_ p: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
        var at = start
        while at &+ 8 <= end {
            let word = UnsafeRawPointer(p + at).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080
            if word != 0 { return at &+ word.trailingZeroBitCount >> 3 }
            at &+= 8
        }
        while at < end, p[at] < 0x80 { at &+= 1 }
        return at
    }

    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xc2...0xdf: (left, low, high) = (1, 0x80, 0xbf)
        case 0xe0: (left, low, high) = (2, 0xa0, 0xbf)
        case 0xe1...0xec, 0xee...0xef: (left, low, high) = (2, 0x80, 0xbf)
        case 0xed: (left, low, high) = (2, 0x80, 0x9f)
        case 0xf0: (left, low, high) = (3, 0x90, 0xbf)
        case 0xf1...0xf3: (left, low, high) = (3, 0x80, 0xbf)
        case 0xf4: (left, low, high) = (3, 0x80, 0x8f)
        default: return false
        }
        return true
    }
}
