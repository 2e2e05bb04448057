/// Cuts pieces of a stream into numbered lines in bounded memory.
struct LineSplitter {
    struct Line: Equatable, Sendable {
        /// From 1, empty lines counted.
        let number: Int
        /// Nil for a line that is too long; its bytes were not kept.
        let bytes: [UInt8]?
    }

    private let bytesMax: Int
    private var open: [UInt8] = []
    private var isTooLong = false
    private var number = 0

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// The lines that end in the piece; empty ones are left out.
    mutating func lines(in piece: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var rest = piece[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            if let line = finish() { lines.append(line) }
            rest = rest[(end + 1)...]
        }
        keep(rest)
        return lines
    }

    /// The last line if nothing ended it.
    mutating func finish() -> Line? {
        defer { (open, isTooLong) = ([], false) }
        number += 1
        if isTooLong { return Line(number: number, bytes: nil) }
        if open.last == UInt8(ascii: "\r") { open.removeLast() }
        if open.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { return nil }
        return Line(number: number, bytes: open)
    }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        if isTooLong || open.count + part.count > bytesMax {
            (open, isTooLong) = ([], true)
        } else {
            open += part
        }
    }
}
