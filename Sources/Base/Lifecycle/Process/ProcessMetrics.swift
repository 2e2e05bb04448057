import Glibc
import Telemetry

/// The figures that every process shows, under the names that dashboards know.
package enum ProcessMetrics {
    package static func register(in registry: MetricsRegistry, startedAt: Double) {
        registry.sample("process_resident_memory_bytes", help: "Resident memory in bytes.") {
            Double(residentBytes())
        }
        registry.sample("process_open_fds", help: "Open file descriptors.") { Double(openDescriptors()) }
        registry.sample("process_max_fds", help: "Limit of open file descriptors.") {
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            return Double(limit.rlim_cur)
        }
        registry.sample("process_cpu_seconds_total", help: "Processor time in seconds.", isCounter: true) {
            cpuSeconds()
        }
        registry.sample("process_start_time_seconds", help: "Start of the process in Unix time.") { startedAt }
    }

    package static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "re") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let fields = line.map { UInt8(bitPattern: $0) }.split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    package static func openDescriptors() -> Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Without `.`, `..` and the directory's own descriptor.
        return count - 3
    }

    package static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
