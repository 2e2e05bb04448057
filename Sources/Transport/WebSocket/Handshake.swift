/// The opening handshake's rules for both sides; the fields themselves are read and written by whoever speaks HTTP.
package enum Handshake {
    /// The only version there is.
    package static let version: StaticString = "13"

    /// True for a key of sixteen bytes in canonical base64.
    package static func isKey(_ value: [UInt8]) -> Bool {
        guard value.count == 24, value[22] == 0x3d, value[23] == 0x3d else { return false }
        return value[..<22].allSatisfy { Base64.digit($0) != nil } && (Base64.digit(value[21]) ?? 1) & 0x0f == 0
    }

    /// What the server answers to a key, and the client compares with.
    package static func accept(_ key: [UInt8]) -> [UInt8] {
        Base64.encode(SHA1.digest(key + Array("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)))
    }

    /// A client's key from sixteen random bytes.
    package static func key(_ random: (UInt64, UInt64)) -> [UInt8] {
        Base64.encode(
            withUnsafeBytes(of: random.0, Array.init) + withUnsafeBytes(of: random.1, Array.init))
    }

    /// The first of the client's subprotocols that the server also speaks.
    package static func subprotocol(_ offered: [UInt8], from spoken: [StaticString]) -> StaticString? {
        for piece in offered.split(separator: 0x2c) {
            let name = piece.filter { $0 != 0x20 && $0 != 0x09 }
            if let match = spoken.first(where: { literal in
                name.elementsEqual(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
            }) {
                return match
            }
        }
        return nil
    }
}

/// Why a server's answer to our handshake is not one.
package enum HandshakeError: Error, Equatable, Sendable {
    case badStatus(UInt16)
    case badUpgrade
    case badAccept
    case badSubprotocol
    case badExtension
}

/// RFC 4648 4, as far as the handshake needs it.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for index in 0..<4 {
                output.append(index <= group.count ? alphabet[bits >> (18 - 6 * index) & 63] : 0x3d)
            }
        }
        return output
    }

    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5a: byte - 0x41
        case 0x61...0x7a: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2b: 62
        case 0x2f: 63
        default: nil
        }
    }
}
