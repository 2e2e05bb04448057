import Glibc

/// Standard input and output of a command: data goes to stdout, talk to stderr.
struct Console: Sendable {
    /// Writes all bytes; false if the reader has gone, after which there is no sense in going on.
    @discardableResult
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool { Self.writeAll(bytes, to: STDOUT_FILENO) }

    @discardableResult
    func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { write($0) } }

    /// One line for people.
    func say(_ text: String) {
        var line = text + "\n"
        line.withUTF8 { _ = Self.writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
    }

    /// The bytes of a file, or of standard input for `-`.
    func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure("Cannot read \(path): \(Self.reason()).") }
        defer { if path != "-" { close(descriptor) } }
        var content: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandFailure("Cannot read \(path): \(Self.reason()).") }
            if count == 0 { return content }
            content += block[..<count]
        }
    }

    static func reason() -> String { String(cString: strerror(errno)) }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}
