/// Writes `multipart/mixed` so that a part is complete for the client as soon as it is sent.
///
///     --b  CRLF fields CRLF CRLF payload CRLF --b  CRLF fields …  CRLF --b  --CRLF
///
/// Why the delimiter comes behind each part: a client that waits for it would otherwise see each part one part late.
package struct MultipartMixedEncoder: Sendable {
    private let delimiter: [UInt8]
    private let partFields: [UInt8]

    /// The boundary is a literal token that the payload cannot hold at the start of a line.
    package init(boundary: StaticString, partType: StaticString) {
        let allowed = boundary.bytes.allSatisfy { ByteClass.table[Int($0)] & ByteClass.token.rawValue != 0 }
        precondition(allowed && (1...70).contains(boundary.utf8CodeUnitCount), "A multipart boundary is a token.")
        delimiter = [0x2d, 0x2d] + boundary.bytes
        partFields = Array("\r\nContent-Type: ".utf8) + partType.bytes + Array("\r\n\r\n".utf8)
    }

    /// Appends what stands before the first part.
    package func appendStart(to output: inout [UInt8]) { output += delimiter }

    /// Appends one part and the delimiter behind it.
    package func append(part: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        output += partFields
        output.append(contentsOf: part)
        output.append(literal: "\r\n")
        output += delimiter
    }

    /// Appends the end of the body.
    package func appendEnd(to output: inout [UInt8]) { output.append(literal: "--\r\n") }
}
