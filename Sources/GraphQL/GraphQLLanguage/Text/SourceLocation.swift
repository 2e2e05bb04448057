/// A place in a source as people count it: both from 1, the column in code points.
package struct SourceLocation: Hashable, Sendable, Comparable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        (self.line, self.column) = (line, column)
    }

    package static func < (left: SourceLocation, right: SourceLocation) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

extension Source {
    /// Line and column of a byte offset.
    ///
    /// Line feed, carriage return and the two together end a line each. A byte order mark is a character like any
    /// other. Linear in the offset: `LineTable` answers many questions about one source.
    package func location(at offset: Int) -> SourceLocation {
        LineTable(self, upTo: offset).location(at: offset)
    }
}

/// The lines of a source, to place many offsets without reading the source each time.
///
/// Why: a document may be one line of a megabyte, so that counting the characters before each of a thousand errors
/// would take longer than anything else. Bytes that begin no character are counted once, in blocks.
package struct LineTable: Sendable {
    private static let blockSize = 128

    private let bytes: [UInt8]
    private var starts: [Int] = [0]
    /// How many continuation bytes stand before each block.
    private var continuations: [Int] = []

    package init(_ source: Source) { self.init(source, upTo: source.bytes.count) }

    init(_ source: Source, upTo end: Int) {
        bytes = source.bytes
        let end = min(end, bytes.count)
        var index = 0
        var count = 0
        while index < end {
            if index % Self.blockSize == 0 { continuations.append(count) }
            let byte = bytes[index]
            if byte & 0xC0 == 0x80 { count += 1 }
            index += 1
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && !isLineFeed(at: index) {
                starts.append(index)
            }
        }
        if index % Self.blockSize == 0 { continuations.append(count) }
    }

    private func isLineFeed(at index: Int) -> Bool { index < bytes.count && bytes[index] == UInt8(ascii: "\n") }

    /// Line and column of an offset; an offset behind the end counts as the end.
    package func location(at offset: Int) -> SourceLocation {
        let offset = max(0, min(offset, bytes.count))
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        let start = starts[low]
        let characters = offset - start - (continuations(before: offset) - continuations(before: start))
        return SourceLocation(line: low + 1, column: characters + 1)
    }

    private func continuations(before offset: Int) -> Int {
        let block = min(offset / Self.blockSize, continuations.count - 1)
        guard block >= 0 else { return 0 }
        return bytes[block * Self.blockSize..<offset].reduce(continuations[block]) { count, byte in
            byte & 0xC0 == 0x80 ? count + 1 : count
        }
    }
}
