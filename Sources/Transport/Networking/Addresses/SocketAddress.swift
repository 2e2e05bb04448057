import CLinux
import Glibc

/// Where a stream socket listens or connects.
package enum SocketAddress: Sendable, Hashable, CustomStringConvertible {
    case ip(IPAddress, port: UInt16, scope: UInt32 = 0)
    case unix(path: String)

    /// Every local address of both families.
    package static func anyAddress(port: UInt16) -> SocketAddress { .ip(IPAddress(high: 0, low: 0), port: port) }

    /// 127.0.0.1.
    package static func loopback(port: UInt16) -> SocketAddress { .ip(IPAddress(v4: 0x7f00_0001), port: port) }

    package var port: UInt16 {
        switch self {
        case .ip(_, let port, _): port
        case .unix: 0
        }
    }

    package var ip: IPAddress? {
        switch self {
        case .ip(let address, _, _): address
        case .unix: nil
        }
    }

    package var description: String {
        switch self {
        case .ip(let address, let port, _): address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    /// Reads `1.2.3.4:80`, `[::1]:80`, `:80` (every address) and `unix:/path`; names are nil.
    package init?(_ text: String) {
        if text.utf8.starts(with: "unix:".utf8) {
            let path = String(text.utf8.dropFirst(5)) ?? ""
            guard !path.isEmpty, path.utf8.count < Self.pathBytesMax else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")),
            let digits = String(text.utf8[text.utf8.index(after: colon)...]),
            !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits)
        else { return nil }
        var host = Array(text.utf8[..<colon])
        if host.isEmpty {
            self = .anyAddress(port: port)
            return
        }
        let isBracketed = host.first == UInt8(ascii: "[") && host.last == UInt8(ascii: "]")
        if isBracketed { host = Array(host.dropFirst().dropLast()) }
        guard let address = IPAddress(String(decoding: host, as: UTF8.self)),
            isBracketed != !host.contains(UInt8(ascii: ":"))
        else { return nil }
        self = .ip(address, port: port)
    }

    /// Limit: the kernel's, with its closing zero byte.
    static let pathBytesMax = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    var family: Int32 {
        switch self {
        case .ip(let address, _, _): address.isIPv4 ? AF_INET : AF_INET6
        case .unix: AF_UNIX
        }
    }

    /// Shows the address in the kernel's form.
    func withKernelForm<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        switch self {
        case .ip(let address, let port, _) where address.isIPv4:
            var form = sockaddr_in()
            form.sin_family = sa_family_t(AF_INET)
            form.sin_port = port.bigEndian
            form.sin_addr.s_addr = address.v4Bits.bigEndian
            return Self.show(&form, body)
        case .ip(let address, let port, let scope):
            var form = sockaddr_in6()
            form.sin6_family = sa_family_t(AF_INET6)
            form.sin6_port = port.bigEndian
            form.sin6_addr = address.in6
            form.sin6_scope_id = scope
            return Self.show(&form, body)
        case .unix(let path):
            var form = sockaddr_un()
            form.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &form.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
            return Self.show(&form, body)
        }
    }

    private static func show<Form, Result>(
        _ form: inout Form, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafeBytes(of: &form) { bytes in
            guard let start = bytes.baseAddress else { preconditionFailure("An address has no bytes.") }
            return body(start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
    }

    /// Reads what accept(2) or getsockname(2) has filled in.
    init?(_ storage: sockaddr_storage) {
        let family = Int32(storage.ss_family)
        let parsed: SocketAddress? = withUnsafeBytes(of: storage) { bytes in
            if family == AF_INET {
                let form = bytes.loadUnaligned(as: sockaddr_in.self)
                return .ip(
                    IPAddress(v4: UInt32(bigEndian: form.sin_addr.s_addr)), port: UInt16(bigEndian: form.sin_port))
            }
            if family == AF_INET6 {
                let form = bytes.loadUnaligned(as: sockaddr_in6.self)
                return .ip(
                    IPAddress(form.sin6_addr), port: UInt16(bigEndian: form.sin6_port), scope: form.sin6_scope_id)
            }
            guard family == AF_UNIX else { return nil }
            let path = bytes.dropFirst(MemoryLayout<sa_family_t>.size).prefix { $0 != 0 }
            return .unix(path: String(decoding: path, as: UTF8.self))
        }
        guard let parsed else { return nil }
        self = parsed
    }
}
