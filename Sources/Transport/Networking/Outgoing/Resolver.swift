import CLinux
import Glibc
import Lifecycle

/// Looks names up on worker threads, because the system's resolver blocks.
package struct Resolver: Sendable {
    private let pool: WorkerPool

    package init(pool: WorkerPool) { self.pool = pool }

    /// Calls back on the loop with addresses in the system's order of preference.
    package func resolve(
        _ host: String, port: UInt16, on loop: EventLoop,
        completion: @escaping @Sendable (Result<[SocketAddress], ConnectFailure>) -> Void
    ) {
        if let address = IPAddress(host) {
            return loop.execute { completion(.success([.ip(address, port: port)])) }
        }
        let isTaken = pool.submit {
            let result = Self.lookUp(host, port: port)
            loop.execute { completion(result) }
        }
        if !isTaken { loop.execute { completion(.failure(.busy)) } }
    }

    private static func lookUp(_ host: String, port: UInt16) -> Result<[SocketAddress], ConnectFailure> {
        guard !host.isEmpty, host.utf8.count <= 253, !host.utf8.contains(0) else {
            return .failure(.unresolved("not a host name"))
        }
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else {
            return .failure(.unresolved(gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"))
        }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = list
        while let info = entry {
            if let address = address(of: info.pointee), !addresses.contains(address) { addresses.append(address) }
            entry = info.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.unresolved("no address")) : .success(addresses)
    }

    private static func address(of info: addrinfo) -> SocketAddress? {
        guard let source = info.ai_addr else { return nil }
        var storage = sockaddr_storage()
        let size = min(Int(info.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: source, count: size))
        }
        return SocketAddress(storage)
    }
}
