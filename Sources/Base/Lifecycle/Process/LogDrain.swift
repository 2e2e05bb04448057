import Glibc
import Synchronization
import Telemetry

/// The thread that writes the lines of a log buffer to a descriptor.
package final class LogDrain: Sendable {
    private let filled = ThreadSignal()
    private let stop = LogDrainStop()
    private let thread: DedicatedThread

    package init(_ buffer: LogBuffer, to descriptor: Int32 = STDERR_FILENO) throws(SystemError) {
        let (filled, stop) = (filled, stop)
        thread = try DedicatedThread(name: "log") {
            while true {
                filled.wait()
                // Asked before the buffer is taken: a line that comes in between is then written in one more round.
                let isLast = stop.isSet
                Self.write(buffer.take(), to: descriptor)
                if isLast { return }
            }
        }
        buffer.whenFilled { filled.signal() }
    }

    /// Writes what waits and ends the thread; later lines stay in the buffer.
    package func finish() {
        stop.set()
        filled.signal()
        thread.join()
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let count = Glibc.write(descriptor, part.baseAddress, part.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&ready, 1, 1000)
                } else if errno != EINTR {
                    return
                }
            }
        }
    }
}

/// A flag that the drain's thread can hold without holding the drain.
private final class LogDrainStop: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() { flag.store(true, ordering: .releasing) }
}
