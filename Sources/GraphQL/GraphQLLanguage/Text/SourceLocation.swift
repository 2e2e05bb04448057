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

/// The starts of the lines of a source, to place many offsets without reading the source each time.
package struct LineTable: Sendable {
    private let bytes: [UInt8]
    private var starts: [Int] = [0]

    package init(_ source: Source) { self.init(source, upTo: source.bytes.count) }

    init(_ source: Source, upTo end: Int) {
        bytes = source.bytes
        let end = min(end, bytes.count)
        var index = 0
        while index < end {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") { index += 1 }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { starts.append(index) }
        }
    }

    /// Line and column of a byte offset; an offset behind the end counts as the end.
    package func location(at offset: Int) -> SourceLocation {
        let offset = max(0, min(offset, bytes.count))
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        // Why: every byte but a continuation byte begins a code point.
        let column = bytes[starts[low]..<max(starts[low], offset)].reduce(into: 1) { count, byte in
            if byte & 0xC0 != 0x80 { count += 1 }
        }
        return SourceLocation(line: low + 1, column: column)
    }
}
