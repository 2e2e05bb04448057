/// Writes frames.
package enum FrameEncoder {
    /// Appends a frame; a client gives a mask, a server never does.
    package static func append(
        _ opcode: Opcode, _ payload: UnsafeBufferPointer<UInt8>, isFinal: Bool = true, isCompressed: Bool = false,
        mask: UInt32? = nil, to output: inout [UInt8]
    ) {
        appendHeader(
            opcode, payloadCount: payload.count, isFinal: isFinal, isCompressed: isCompressed, mask: mask, to: &output)
        let start = output.count
        output.append(contentsOf: payload)
        guard let mask else { return }
        output.withUnsafeMutableBufferPointer {
            Masking.apply(mask, to: UnsafeMutableBufferPointer(rebasing: $0[start...]))
        }
    }

    /// Appends a close frame; codes that may not be sent become an empty payload, long reasons are cut.
    package static func appendClose(
        _ code: CloseCode, reason: String = "", mask: UInt32? = nil, to output: inout [UInt8]
    ) {
        var payload: [UInt8] = []
        if code.mayBeSent {
            payload = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xff)]
            payload += cut(Array(reason.utf8), to: 123)
        }
        payload.withUnsafeBufferPointer { append(.close, $0, mask: mask, to: &output) }
    }

    private static func appendHeader(
        _ opcode: Opcode, payloadCount: Int, isFinal: Bool, isCompressed: Bool, mask: UInt32?,
        to output: inout [UInt8]
    ) {
        output.append((isFinal ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode.rawValue)
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        if payloadCount < 126 {
            output.append(maskBit | UInt8(payloadCount))
        } else if payloadCount <= 0xffff {
            output.append(maskBit | 126)
            output.append(UInt8(payloadCount >> 8))
            output.append(UInt8(payloadCount & 0xff))
        } else {
            output.append(maskBit | 127)
            for shift in stride(from: 56, through: 0, by: -8) {
                output.append(UInt8(truncatingIfNeeded: payloadCount >> shift))
            }
        }
        if let mask {
            for shift in stride(from: UInt32(0), through: 24, by: 8) {
                output.append(UInt8(truncatingIfNeeded: mask >> shift))
            }
        }
    }

    /// Cuts text at a character's border.
    private static func cut(_ bytes: [UInt8], to countMax: Int) -> ArraySlice<UInt8> {
        guard bytes.count > countMax else { return bytes[...] }
        var end = countMax
        while end > 0, bytes[end] & 0xc0 == 0x80 { end -= 1 }
        return bytes[..<end]
    }
}
