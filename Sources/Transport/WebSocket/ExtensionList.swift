/// The elements of `Sec-WebSocket-Extensions`: names with parameters, in lower case, quotes taken off.
enum ExtensionList {
    struct Element {
        var name: [UInt8]
        var parameters: [(name: [UInt8], value: [UInt8]?)]
    }

    /// Limit: elements and parameters that are looked at.
    private static let countMax = 16

    static func parse(_ field: [UInt8]) -> [Element] {
        field.split(separator: 0x2c).prefix(countMax).compactMap { piece in
            let parts = piece.split(separator: 0x3b, omittingEmptySubsequences: false).prefix(countMax).map(trim)
            guard let name = parts.first, !name.isEmpty else { return nil }
            let parameters = parts.dropFirst().map { part -> (name: [UInt8], value: [UInt8]?) in
                guard let equals = part.firstIndex(of: 0x3d) else { return (part, nil) }
                var value = trim(part[(equals + 1)...])
                if value.count >= 2, value.first == 0x22, value.last == 0x22 {
                    value = Array(value[1..<(value.count - 1)])
                }
                return (trim(part[..<equals]), value)
            }
            return Element(name: name, parameters: parameters)
        }
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let tail = bytes.drop(while: isBlank)
        let count = tail.reversed().drop(while: isBlank).count
        return tail.prefix(count).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    }
}
