/// Walks a JSON text byte by byte and writes the tape; a loop with a stack of its own, never recursive.
struct JSONReader {
    /// What may come next.
    private enum Expectation {
        case value, valueOrEnd, key, keyOrEnd, commaOrEnd
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: JSONLimits
    private var at = 0
    private var open: [UInt32] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func read(into tape: inout JSONTape) throws(JSONError) {
        var next = Expectation.value
        repeat {
            try skipSpace()
            let byte = bytes[at]
            switch next {
            case .valueOrEnd where byte == UInt8(ascii: "]"), .keyOrEnd where byte == UInt8(ascii: "}"):
                close(&tape)
                next = .commaOrEnd
            case .value, .valueOrEnd:
                next = try readValue(byte, into: &tape)
            case .key, .keyOrEnd:
                try readKey(byte, into: &tape)
                next = .value
            case .commaOrEnd:
                next = try readCommaOrEnd(byte, into: &tape)
            }
        } while !(open.isEmpty && next == .commaOrEnd)
        while at < bytes.count {
            guard isSpace(bytes[at]) else { throw JSONError(.trailingBytes, at: at) }
            at &+= 1
        }
    }

    private mutating func readValue(_ byte: UInt8, into tape: inout JSONTape) throws(JSONError) -> Expectation {
        switch byte {
        case UInt8(ascii: "\""):
            try readString(into: &tape)
        case UInt8(ascii: "{"):
            try begin(.object, in: &tape)
            return .keyOrEnd
        case UInt8(ascii: "["):
            try begin(.array, in: &tape)
            return .valueOrEnd
        case UInt8(ascii: "t"):
            try readWord("true", .true, into: &tape)
        case UInt8(ascii: "f"):
            try readWord("false", .false, into: &tape)
        case UInt8(ascii: "n"):
            try readWord("null", .null, into: &tape)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try readNumber(into: &tape)
        default:
            throw JSONError(.unexpectedByte, at: at)
        }
        countItem(&tape)
        return .commaOrEnd
    }

    private mutating func readKey(_ byte: UInt8, into tape: inout JSONTape) throws(JSONError) {
        guard byte == UInt8(ascii: "\"") else { throw JSONError(.expectedKey, at: at) }
        guard tape.keys < limits.keys else { throw JSONError(.tooManyKeys, at: at) }
        tape.keys &+= 1
        try readString(into: &tape)
        try skipSpace()
        guard bytes[at] == UInt8(ascii: ":") else { throw JSONError(.expectedColon, at: at) }
        at &+= 1
    }

    private mutating func readCommaOrEnd(_ byte: UInt8, into tape: inout JSONTape) throws(JSONError) -> Expectation {
        let isObject = tape.nodes[Int(open[open.count - 1])].kind == .object
        if byte == UInt8(ascii: ",") {
            at &+= 1
            return isObject ? .key : .value
        }
        guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
            throw JSONError(.expectedCommaOrEnd, at: at)
        }
        close(&tape)
        return .commaOrEnd
    }

    private mutating func begin(_ kind: JSONNode.Kind, in tape: inout JSONTape) throws(JSONError) {
        guard open.count < limits.depth else { throw JSONError(.tooDeep, at: at) }
        countItem(&tape)
        open.append(UInt32(truncatingIfNeeded: tape.nodes.count))
        try tape.append(kind, at..<at)
        at &+= 1
    }

    private mutating func close(_ tape: inout JSONTape) {
        at &+= 1
        tape.close(Int(open.removeLast()), end: at)
    }

    private func countItem(_ tape: inout JSONTape) {
        guard let parent = open.last else { return }
        tape.nodes[Int(parent)].count &+= 1
    }

    private mutating func readWord(
        _ word: StaticString, _ kind: JSONNode.Kind, into tape: inout JSONTape
    ) throws(JSONError) {
        let length = word.utf8CodeUnitCount
        for offset in 0..<length {
            guard at + offset < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
            guard bytes[at + offset] == word.utf8Start[offset] else { throw JSONError(.unexpectedByte, at: at) }
        }
        try tape.append(kind, at..<at + length)
        at += length
    }

    private mutating func readNumber(into tape: inout JSONTape) throws(JSONError) {
        let number = try JSONNumberGrammar.scan(bytes, from: at)
        try tape.append(number.isInteger ? .integer : .decimal, at..<number.end)
        at = number.end
    }

    private mutating func readString(into tape: inout JSONTape) throws(JSONError) {
        at = try JSONStringGrammar.scan(bytes, from: at + 1, into: &tape)
    }

    /// Stands at the next byte that means something, or fails at the end of the text.
    private mutating func skipSpace() throws(JSONError) {
        while at < bytes.count {
            guard isSpace(bytes[at]) else { return }
            at &+= 1
        }
        throw JSONError(.unexpectedEnd, at: at)
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
