/// What a byte may be part of, as one load from a table.
struct ByteClass: OptionSet, Sendable {
    let rawValue: UInt8

    /// Spec: RFC 9110 5.6.2 tchar.
    static let token = ByteClass(rawValue: 1)
    /// Visible ASCII without `#`: what a request target may hold.
    static let target = ByteClass(rawValue: 2)
    /// Spec: RFC 9110 5.5 field-vchar, blank and tab.
    static let value = ByteClass(rawValue: 4)
    static let hexDigit = ByteClass(rawValue: 8)
    /// Spec: RFC 3986 3.2 host and port, brackets for IPv6 included, no user information.
    static let authority = ByteClass(rawValue: 16)

    /// One entry a byte; the readers keep it in a local before their loops.
    static let table: [UInt8] = (0...255).map { (byte: Int) -> UInt8 in
        let byte = UInt8(byte)
        var result: ByteClass = []
        let isDigit = (0x30...0x39).contains(byte)
        let isLetter = (0x61...0x7a).contains(lowercased(byte))
        if isDigit || isLetter || "!#$%&'*+-.^_`|~".utf8.contains(byte) { result.insert(.token) }
        if (0x21...0x7e).contains(byte), byte != 0x23 { result.insert(.target) }
        if byte == 0x09 || byte >= 0x20 && byte != 0x7f { result.insert(.value) }
        if isDigit || (0x61...0x66).contains(lowercased(byte)) { result.insert(.hexDigit) }
        if isDigit || isLetter || "-._~!$&'()*+,;=:[]%".utf8.contains(byte) { result.insert(.authority) }
        return result.rawValue
    }
}
