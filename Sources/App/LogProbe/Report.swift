import Glibc
import Lifecycle

/// Measures a stretch of work: wall time, processor time of this process, and how long single steps took.
struct Report {
    private let began = SystemClock.now
    private let cpuBegan = Report.cpu
    private let name: String

    init(_ name: String) {
        self.name = name
        Report.talk("\(name) …\n")
    }

    /// Writes the figures of so many units of work.
    func end(_ count: Int, latencies: [Int64] = []) {
        let seconds = Double((SystemClock.now - began).wholeNanoseconds) / 1e9
        let sorted = latencies.sorted()
        func percentile(_ part: Double) -> Double {
            sorted.isEmpty ? 0 : Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]) / 1e6
        }
        let cpu = (Report.cpu - cpuBegan) / Double(max(1, count)) * 1e6
        Report.write(
            "{\"name\": \"\(name)\", \"count\": \(count), \"rate\": \(Double(count) / seconds), \"cpu\": \(cpu), "
                + "\"p50\": \(percentile(0.5)), \"p99\": \(percentile(0.99))}\n", to: STDOUT_FILENO)
    }

    static func talk(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
    }

    /// Seconds of user and system time of the process.
    private static var cpu: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
