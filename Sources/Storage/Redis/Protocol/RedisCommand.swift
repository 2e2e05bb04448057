import CHiredis

/// One command as it goes over the wire, written once by hiredis; any bytes may stand in its arguments.
package struct RedisCommand: Sendable, Equatable {
    package let encoded: [UInt8]

    package init(_ words: RedisWord...) { self.init(words: words) }

    package init(words: [RedisWord]) {
        precondition(!words.isEmpty, "A command has a name.")
        encoded = Self.encode(words)
    }

    private static func encode(_ words: [RedisWord]) -> [UInt8] {
        // Why one flat copy: C wants a list of pointers that are all valid at once.
        var store: [CChar] = []
        store.reserveCapacity(words.reduce(1) { $0 + $1.bytes.count })
        for word in words { word.bytes.withUnsafeBytes { store.append(contentsOf: $0.bindMemory(to: CChar.self)) } }
        store.append(0)
        return store.withUnsafeBufferPointer { store in
            var pointers: [UnsafePointer<CChar>?] = []
            var lengths: [Int] = []
            var offset = 0
            for word in words {
                pointers.append(store.baseAddress.map { $0 + offset })
                lengths.append(word.bytes.count)
                offset += word.bytes.count
            }
            var target: UnsafeMutablePointer<CChar>?
            let length = redisFormatCommandArgv(&target, Int32(clamping: words.count), &pointers, &lengths)
            guard let target, length > 0 else { preconditionFailure("Memory is exhausted.") }
            defer { redisFreeCommand(target) }
            return Array(UnsafeRawBufferPointer(start: target, count: Int(length)))
        }
    }
}

/// One word of a command, made of a literal, a number or bytes.
package struct RedisWord: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }
    package init(_ text: String) { bytes = Array(text.utf8) }
    package init(_ number: Int64) { self.init(String(number)) }
    package init(stringLiteral text: StaticString) {
        bytes = text.withUTF8Buffer { Array($0) }
    }
    package init(integerLiteral number: Int64) { self.init(number) }
}
