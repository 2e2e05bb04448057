/// Writes HTTP/1.1 requests for outgoing calls to the end of an output buffer.
package enum RequestEncoder {
    /// Appends a head; the address was checked when it was read, the fields when they were added.
    package static func appendHead(
        _ method: HTTPMethod, _ address: WebAddress, _ fields: ResponseFields, bodyCount: Int?,
        to output: inout [UInt8]
    ) {
        output.append(literal: method.name)
        output.append(0x20)
        output += Array(address.target.utf8)
        output.append(literal: " HTTP/1.1\r\nHost: ")
        output += Array(address.authority.utf8)
        output.append(literal: "\r\n")
        output += fields.bytes
        if let bodyCount {
            output.append(literal: "Content-Length: ")
            output.appendDecimal(bodyCount)
            output.append(literal: "\r\n")
        }
        output.append(literal: "\r\n")
    }
}
