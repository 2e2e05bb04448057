/// Protocol names as TLS sends them: each with its length before it (RFC 7301).
enum TLSProtocolList {
    static func encode(_ names: [String]) -> [UInt8] {
        names.reduce(into: []) { list, name in
            let bytes = Array(name.utf8.prefix(255))
            guard !bytes.isEmpty else { return }
            list.append(UInt8(bytes.count))
            list += bytes
        }
    }

    /// Where in the offer our most preferred name stands; a broken offer has none.
    static func choose(from offer: UnsafeBufferPointer<UInt8>, preferring own: [UInt8]) -> Range<Int>? {
        own.withUnsafeBufferPointer { own in
            var index = 0
            while let mine = name(in: own, at: index) {
                var other = 0
                while let theirs = name(in: offer, at: other) {
                    if own[mine].elementsEqual(offer[theirs]) { return theirs }
                    other = theirs.upperBound
                }
                index = mine.upperBound
            }
            return nil
        }
    }

    private static func name(in list: UnsafeBufferPointer<UInt8>, at index: Int) -> Range<Int>? {
        guard index < list.count else { return nil }
        let range = index + 1..<index + 1 + Int(list[index])
        return range.upperBound <= list.count ? range : nil
    }
}
