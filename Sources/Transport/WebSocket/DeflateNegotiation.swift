/// Agrees on permessage-deflate through `Sec-WebSocket-Extensions`.
///
/// Spec: RFC 7692 7.1. An offer with an unknown, repeated or malformed parameter is declined as a whole, and the next
/// one is looked at.
package struct DeflateNegotiation: Sendable {
    /// What the server wants; both are the cheap choice, since a remembered window costs memory for each socket.
    package var serverForgets: Bool
    package var clientForgets: Bool

    package init(serverForgets: Bool = true, clientForgets: Bool = true) {
        (self.serverForgets, self.clientForgets) = (serverForgets, clientForgets)
    }

    private struct Offer {
        var serverForgets = false
        var clientForgets = false
        var serverWindowBits: Int32?
        /// The outer nil is "not mentioned", the inner one "mentioned without a value".
        var clientWindowBits: Int32??
    }

    /// The parameters to use and the field that tells the client, for the first offer that can be met.
    package func accept(_ field: [UInt8]) -> (parameters: DeflateParameters, answer: [UInt8])? {
        for element in ExtensionList.parse(field) {
            guard let offer = Self.read(element) else { continue }
            var parameters = DeflateParameters(
                serverForgets: offer.serverForgets || serverForgets,
                clientForgets: offer.clientForgets || clientForgets)
            var answer = Array("permessage-deflate".utf8)
            if parameters.serverForgets { answer += Array("; server_no_context_takeover".utf8) }
            if parameters.clientForgets { answer += Array("; client_no_context_takeover".utf8) }
            if let bits = offer.serverWindowBits {
                // zlib writes no raw stream with a window of 8 bits; declining is what the RFC leaves.
                guard bits >= 9 else { continue }
                parameters.serverWindowBits = bits
                answer += Array("; server_max_window_bits=\(bits)".utf8)
            }
            return (parameters, answer)
        }
        return nil
    }

    /// What a client offers; it can read any window and will not insist on one.
    package var offer: [UInt8] {
        var offer = Array("permessage-deflate".utf8)
        if serverForgets { offer += Array("; server_no_context_takeover".utf8) }
        if clientForgets { offer += Array("; client_no_context_takeover".utf8) }
        return offer
    }

    /// What a client reads from the server's answer; nil inside when there is none, throws when it is not acceptable.
    package func agreed(_ field: [UInt8]?) throws(HandshakeError) -> DeflateParameters? {
        guard let field, !field.isEmpty else { return nil }
        let elements = ExtensionList.parse(field)
        guard elements.count == 1, let answer = Self.read(elements[0]), answer.clientWindowBits == nil else {
            throw .badExtension
        }
        if serverForgets, !answer.serverForgets { throw .badExtension }
        return DeflateParameters(
            serverForgets: answer.serverForgets, clientForgets: answer.clientForgets || clientForgets,
            serverWindowBits: answer.serverWindowBits ?? 15)
    }

    private static func read(_ element: ExtensionList.Element) -> Offer? {
        guard element.name == Array("permessage-deflate".utf8) else { return nil }
        var offer = Offer()
        for (name, value) in element.parameters {
            switch String(decoding: name, as: UTF8.self) {
            case "server_no_context_takeover":
                guard value == nil, !offer.serverForgets else { return nil }
                offer.serverForgets = true
            case "client_no_context_takeover":
                guard value == nil, !offer.clientForgets else { return nil }
                offer.clientForgets = true
            case "server_max_window_bits":
                guard offer.serverWindowBits == nil, let value, let bits = windowBits(value) else { return nil }
                offer.serverWindowBits = bits
            case "client_max_window_bits":
                guard offer.clientWindowBits == nil else { return nil }
                if let value {
                    guard let bits = windowBits(value) else { return nil }
                    offer.clientWindowBits = .some(bits)
                } else {
                    offer.clientWindowBits = .some(nil)
                }
            default: return nil
            }
        }
        return offer
    }

    /// 8 to 15 without a leading zero.
    private static func windowBits(_ value: [UInt8]) -> Int32? {
        switch value {
        case [0x38]: 8
        case [0x39]: 9
        default:
            value.count == 2 && value[0] == 0x31 && (0x30...0x35).contains(value[1]) ? 10 + Int32(value[1] - 0x30) : nil
        }
    }
}
