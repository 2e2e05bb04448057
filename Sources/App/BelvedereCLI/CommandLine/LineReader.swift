import Glibc

/// Lines of standard input, however long; says when it is about to wait, so that what is buffered can be sent.
struct LineReader {
    private var buffer: [UInt8] = []
    private var start = 0
    /// Bytes before this have been searched for the end of the line.
    private var searched = 0
    private var hasEnded = false
    private var block = [UInt8](repeating: 0, count: 262_144)

    /// The next line without its end, or nil after the last; `orIdle` is called before waiting for more input.
    mutating func next(orIdle idle: () -> Void) throws(CommandFailure) -> ArraySlice<UInt8>? {
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { (start, searched) = (end + 1, end + 1) }
                return buffer[start..<end]
            }
            searched = buffer.count
            if hasEnded {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return buffer[start...]
            }
            buffer.removeFirst(start)
            (start, searched) = (0, searched - start)
            idle()
            try fill()
        }
    }

    private mutating func fill() throws(CommandFailure) {
        while true {
            let count = Glibc.read(STDIN_FILENO, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandFailure("Cannot read standard input: \(Console.reason()).") }
            if count == 0 { hasEnded = true } else { buffer += block[..<count] }
            return
        }
    }
}
