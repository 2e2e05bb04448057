/// Writes HTTP/1.1 response heads and chunks to the end of an output buffer.
package enum ResponseEncoder {
    /// What the head says about the body and the connection.
    package struct Framing: Sendable {
        package var body: BodyFraming
        package var keepsAlive: Bool
        /// A client of version 1.0 must be told that its connection stays.
        package var isVersion11: Bool

        package init(body: BodyFraming, keepsAlive: Bool, isVersion11: Bool = true) {
            (self.body, self.keepsAlive, self.isVersion11) = (body, keepsAlive, isVersion11)
        }
    }

    /// Appends a head; `fields` holds neither framing nor connection fields, which are written here.
    package static func appendHead(
        _ status: HTTPStatus, _ fields: ResponseFields, common: ResponseFields? = nil, _ framing: Framing,
        date: DateField, to output: inout [UInt8]
    ) {
        if status == .ok {
            output.append(literal: "HTTP/1.1 200 OK\r\n")
        } else {
            appendStatusLine(status, to: &output)
        }
        output.append(contentsOf: date.line)
        if let common { output.append(contentsOf: common.bytes) }
        output.append(contentsOf: fields.bytes)
        switch framing.body {
        case .length(let length):
            if !(status.forbidsBody && status != .notModified) {
                output.append(literal: "Content-Length: ")
                output.appendDecimal(length)
                output.append(literal: "\r\n")
            }
        case .chunked: output.append(literal: "Transfer-Encoding: chunked\r\n")
        case .none, .untilClose: break
        }
        if !framing.keepsAlive {
            output.append(literal: "Connection: close\r\n\r\n")
        } else if !framing.isVersion11 {
            output.append(literal: "Connection: keep-alive\r\n\r\n")
        } else {
            output.append(literal: "\r\n")
        }
    }

    /// Appends the head that hands the connection over to another protocol.
    package static func appendSwitch(_ fields: ResponseFields, date: DateField, to output: inout [UInt8]) {
        appendStatusLine(.switchingProtocols, to: &output)
        output.append(contentsOf: date.line)
        output.append(contentsOf: fields.bytes)
        output.append(literal: "\r\n")
    }

    /// The interim response that lets a waiting client send its body.
    package static func appendContinue(to output: inout [UInt8]) {
        output.append(literal: "HTTP/1.1 100 Continue\r\n\r\n")
    }

    /// Appends one chunk; an empty one is left out, because it would end the body.
    package static func appendChunk(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        guard bytes.count > 0 else { return }
        output.appendHexadecimal(bytes.count)
        output.append(literal: "\r\n")
        output.append(contentsOf: bytes)
        output.append(literal: "\r\n")
    }

    /// Appends the chunk that ends a body, without trailers.
    package static func appendLastChunk(to output: inout [UInt8]) { output.append(literal: "0\r\n\r\n") }

    /// Appends the chunk that ends a body, with trailer fields.
    package static func appendLastChunk(trailers: ResponseFields, to output: inout [UInt8]) {
        output.append(literal: "0\r\n")
        output.append(contentsOf: trailers.bytes)
        output.append(literal: "\r\n")
    }

    private static func appendStatusLine(_ status: HTTPStatus, to output: inout [UInt8]) {
        output.append(literal: "HTTP/1.1 ")
        output.appendDecimal(Int(status.rawValue))
        output.append(0x20)
        output.append(literal: status.reason)
        output.append(literal: "\r\n")
    }
}
