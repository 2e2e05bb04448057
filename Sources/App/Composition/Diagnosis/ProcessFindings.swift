import Glibc

/// What the process itself may use.
enum ProcessFindings {
    /// What a node needs beside its connections: files, loops, the store's connections.
    static let ownDescriptors = 256

    static func descriptors(connectionsMax: Int) -> Finding {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return descriptors(limit: UInt64(limit.rlim_cur), connectionsMax: connectionsMax)
    }

    static func descriptors(limit: UInt64, connectionsMax: Int) -> Finding {
        let (sum, overflow) = connectionsMax.addingReportingOverflow(ownDescriptors)
        let needed = overflow ? UInt64(Int.max) : UInt64(max(0, sum))
        guard limit < needed else {
            return Finding("descriptors", .ok, "\(limit) descriptors may be open, \(needed) are enough.")
        }
        return Finding(
            "descriptors", .warning,
            "\(limit) descriptors may be open, but \(connectionsMax) connections need \(needed).",
            fix: "Raise the limit (ulimit -n, LimitNOFILE) or lower connections.max.")
    }
}
