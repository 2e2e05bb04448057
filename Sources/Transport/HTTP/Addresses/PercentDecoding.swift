/// Takes percent-encoding off bytes.
package enum PercentDecoding {
    /// The decoded path segment; nil when an escape is malformed or stands for NUL.
    ///
    /// An encoded slash becomes part of the segment, never a separator: segments are cut before they are decoded.
    package static func segment(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            if bytes[at] == 0x25 {
                guard let byte = escape(bytes, at), byte != 0 else { return nil }
                result.append(byte)
                at += 3
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return result
    }

    /// The decoded part of a form; malformed escapes stay as they are.
    ///
    /// Spec: WHATWG URL 5.1.
    package static func form(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x25, let decoded = escape(bytes, at) {
                result.append(decoded)
                at += 3
            } else {
                result.append(byte == 0x2b ? 0x20 : byte)
                at += 1
            }
        }
        return result
    }

    private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt8? {
        guard at + 2 < bytes.count, let high = digit(bytes[at + 1]), let low = digit(bytes[at + 2]) else { return nil }
        return high << 4 | low
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        if byte &- 0x30 < 10 { return byte &- 0x30 }
        let letter = lowercased(byte) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }
}
