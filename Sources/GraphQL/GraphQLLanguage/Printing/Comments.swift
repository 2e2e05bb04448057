/// The comments of a source in order, and the brackets around every token, found by reading the tokens once more.
///
/// Why apart from the parser: comments are no part of the tree, and no request is printed.
struct Comments {
    struct Comment {
        /// From the number sign on, without the end of the line.
        let text: Name
        /// Whether a token stands before it in its line.
        let isTrailing: Bool
        /// Whether an empty line follows.
        let isDetached: Bool
    }

    private var comments: [Comment] = []
    /// How many have been taken.
    private var takenCount = 0
    private var starts: [UInt32] = []
    /// For each token the place of the innermost open bracket around it among the tokens; -1 at the top level.
    private var enclosing: [Int32] = []
    /// For each token that opens, where the bracket that closes it stands.
    private var closers: [UInt32] = []

    init(_ source: Source) {
        source.bytes.withUnsafeBufferPointer { bytes in
            var lexer = Lexer(bytes: bytes)
            var open: [Int32] = []
            var end = 0
            while true {
                let token = lexer.next()
                let stop = token.kind == .endOfFile || token.kind == .invalid ? bytes.count : token.start
                read(bytes, from: end, to: stop, isFirst: starts.isEmpty)
                if stop == bytes.count { return }
                end = token.end
                add(token, &open)
            }
        }
    }

    private mutating func add(_ token: Token, _ open: inout [Int32]) {
        let start = UInt32(truncatingIfNeeded: token.start)
        let place = Int32(truncatingIfNeeded: starts.count)
        switch token.kind {
        case .braceRight, .bracketRight, .parenthesisRight:
            if let opener = open.popLast() { closers[Int(opener)] = start }
        default: break
        }
        starts.append(start)
        closers.append(UInt32.max)
        enclosing.append(open.last ?? -1)
        switch token.kind {
        case .braceLeft, .bracketLeft, .parenthesisLeft: open.append(place)
        default: break
        }
    }

    /// Reads what stands between two tokens.
    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, from first: Int, to end: Int, isFirst: Bool) {
        var index = first
        var isTrailing = !isFirst
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { isTrailing = false }
            guard byte == UInt8(ascii: "#") else {
                index &+= 1
                continue
            }
            let start = index
            while index < end, bytes[index] != UInt8(ascii: "\n"), bytes[index] != UInt8(ascii: "\r") { index &+= 1 }
            var last = index
            while bytes[last &- 1] == UInt8(ascii: " ") || bytes[last &- 1] == UInt8(ascii: "\t") { last &-= 1 }
            comments.append(
                Comment(
                    text: Name(offset: start, length: last &- start), isTrailing: isTrailing,
                    isDetached: Self.isEmptyLine(bytes, after: index, before: end)))
        }
    }

    /// Whether the line after the one that ends here is empty.
    private static func isEmptyLine(_ bytes: UnsafeBufferPointer<UInt8>, after first: Int, before end: Int) -> Bool {
        var lines = 0
        var index = first
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\n"): lines += 1
            case UInt8(ascii: "\r"): if index &+ 1 == end || bytes[index &+ 1] != UInt8(ascii: "\n") { lines += 1 }
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ","): break
            default: return lines > 1
            }
            index &+= 1
        }
        return lines > 1
    }

    /// The next comment that nobody has taken and that stands before an offset.
    func next(before offset: UInt32) -> Comment? {
        guard takenCount < comments.count, comments[takenCount].text.offset < offset else { return nil }
        return comments[takenCount]
    }

    mutating func take() { takenCount += 1 }

    /// Where the innermost brackets around a token are closed; the end of the source if there are none.
    func close(around offset: UInt32) -> UInt32 {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low &+ high) / 2
            if starts[middle] < offset { low = middle &+ 1 } else { high = middle }
        }
        guard low < enclosing.count, enclosing[low] >= 0 else { return UInt32.max }
        return closers[Int(enclosing[low])]
    }
}
