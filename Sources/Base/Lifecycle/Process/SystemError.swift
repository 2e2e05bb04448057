import Glibc

/// A failed system call: which one, and the number that it left.
package struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    package let code: Int32
    package let call: String

    package init(code: Int32, call: String) { (self.code, self.call) = (code, call) }

    /// Reads the error number at once, before another call overwrites it.
    package static func last(_ call: String) -> SystemError { SystemError(code: errno, call: call) }

    package var description: String { "\(call): \(Self.text(of: code))" }

    /// The library's sentence for an error number.
    package static func text(of code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count) == 0 else {
                return "error \(code)"
            }
            return String(cString: start)
        }
    }
}
