/// The pairs of a query string or an `application/x-www-form-urlencoded` body, decoded, in order.
package struct FormFields: Sendable, Equatable {
    package struct Pair: Sendable, Equatable {
        package var name: [UInt8]
        package var value: [UInt8]
    }

    package private(set) var pairs: [Pair] = []
    /// True when there were more pairs than allowed; the rest was not read.
    package private(set) var isCut = false

    /// Reads at most `pairsMax` pairs.
    package init(_ bytes: UnsafeBufferPointer<UInt8>, pairsMax: Int = 100) {
        var start = 0
        while start <= bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x26 { end += 1 }
            if end > start {
                guard pairs.count < pairsMax else {
                    isCut = true
                    return
                }
                let piece = UnsafeBufferPointer(rebasing: bytes[start..<end])
                let equals = piece.firstIndex(of: 0x3d) ?? piece.count
                let value = equals < piece.count ? piece[(equals + 1)...] : piece[equals...]
                pairs.append(
                    Pair(
                        name: PercentDecoding.form(UnsafeBufferPointer(rebasing: piece[..<equals])),
                        value: PercentDecoding.form(UnsafeBufferPointer(rebasing: value))))
            }
            start = end + 1
        }
    }

    /// The first value with the name.
    package func value(_ name: StaticString) -> [UInt8]? {
        pairs.first { $0.name.elementsEqual(name.bytes) }?.value
    }

    /// True when the name stands more than once, which an envelope must refuse.
    package func repeats(_ name: StaticString) -> Bool {
        pairs.lazy.filter { $0.name.elementsEqual(name.bytes) }.count > 1
    }
}
