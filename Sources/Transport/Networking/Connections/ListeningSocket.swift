import CLinux
import Glibc
import Lifecycle

/// Opens sockets with the options that accepted connections inherit from them, which saves calls for each connection.
enum ListeningSocket {
    static func open(_ address: SocketAddress, _ settings: ListenerSettings) throws(SystemError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { throw .last("socket") }
        do throws(SystemError) {
            if address.ip != nil { try prepareTCP(descriptor, settings, isIPv6: address.family == AF_INET6) }
            if case .unix(let path) = address { try removeStale(path) }
            let bound = address.withKernelForm { bind(descriptor, $0, $1) }
            guard bound == 0 else { throw .last("bind \(address)") }
            if case .unix(let path) = address { chmod(path, settings.unixMode) }
            guard listen(descriptor, Int32(clamping: settings.backlog)) == 0 else { throw .last("listen \(address)") }
            return descriptor
        } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    static func localAddress(of descriptor: Int32) throws(SystemError) -> SocketAddress {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        guard code == 0, let address = SocketAddress(storage) else { throw .last("getsockname") }
        return address
    }

    private static func prepareTCP(
        _ descriptor: Int32, _ settings: ListenerSettings, isIPv6: Bool
    ) throws(SystemError) {
        try set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        try set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)
        if isIPv6 { try set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        try prepareStream(descriptor, settings)
    }

    /// The options of a TCP connection: no delay, and a dead peer is noticed.
    static func prepareStream(_ descriptor: Int32, _ settings: ListenerSettings) throws(SystemError) {
        let tcp = Int32(IPPROTO_TCP)
        try set(descriptor, tcp, TCP_NODELAY, 1)
        try set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        try set(descriptor, tcp, TCP_KEEPIDLE, settings.keepAliveIdleSeconds)
        try set(descriptor, tcp, TCP_KEEPINTVL, settings.keepAliveIntervalSeconds)
        try set(descriptor, tcp, TCP_KEEPCNT, settings.keepAliveProbes)
        try set(descriptor, tcp, TCP_USER_TIMEOUT, Int32(clamping: settings.userTimeout.wholeMilliseconds))
    }

    private static func set(
        _ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32
    ) throws(SystemError) {
        var value = value
        let code = setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
        guard code == 0 else { throw .last("setsockopt") }
    }

    /// Removes the file of a Unix socket that nobody listens on any more; one in use makes bind(2) fail.
    private static func removeStale(_ path: String) throws(SystemError) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { throw .last("socket") }
        defer { Glibc.close(probe) }
        let code = SocketAddress.unix(path: path).withKernelForm { connect(probe, $0, $1) }
        if code != 0, errno == ECONNREFUSED { unlink(path) }
    }
}
