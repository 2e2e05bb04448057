import CLinux
import Glibc

/// An IPv4 or IPv6 address, compared and hashed as its bytes.
package struct IPAddress: Sendable, Hashable, BitwiseCopyable, CustomStringConvertible {
    /// The 16 bytes of the address; an IPv4 address fills the last four, in its IPv6-mapped form.
    let high: UInt64
    let low: UInt64
    package let isIPv4: Bool

    init(v4 bits: UInt32) { (high, low, isIPv4) = (0, 0xffff_0000_0000 | UInt64(bits), true) }

    /// An IPv4 address in its IPv6-mapped form becomes the IPv4 address, so that rules cannot be passed by spelling.
    init(high: UInt64, low: UInt64) {
        (self.high, self.low) = (high, low)
        isIPv4 = high == 0 && low >> 32 == 0xffff
    }

    /// Reads dotted or colon form; names and everything else are nil.
    package init?(_ text: String) {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(v4: UInt32(bigEndian: four.s_addr))
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        self.init(six)
    }

    init(_ six: in6_addr) {
        let (high, low) = withUnsafeBytes(of: six) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        self.init(high: high, low: low)
    }

    var v4Bits: UInt32 { UInt32(truncatingIfNeeded: low) }

    var in6: in6_addr {
        var six = in6_addr()
        withUnsafeMutableBytes(of: &six) { bytes in
            bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return six
    }

    package var description: String {
        if isIPv4 {
            let bits = v4Bits
            return "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
        }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            var six = in6
            guard let start = buffer.baseAddress,
                inet_ntop(AF_INET6, &six, start, socklen_t(buffer.count)) != nil
            else { return "?" }
            return String(cString: start)
        }
    }

    /// Who a limit counts: an IPv4 address, or the /64 that one IPv6 subscriber is given.
    package var subscriber: IPAddress { isIPv4 ? self : IPAddress(high: high, low: 0) }

    /// Whether the address is one that strangers cannot own: loopback, private, link-local, shared, multicast,
    /// documentation, unspecified, or an IPv6 form that carries such an IPv4 address.
    package var isInternal: Bool { isIPv4 ? Self.isInternal(v4Bits) : isInternalV6 }

    private static func isInternal(_ bits: UInt32) -> Bool {
        let blocks: [(network: UInt32, length: UInt32)] = [
            (0x0000_0000, 8), (0x0a00_0000, 8), (0x6440_0000, 10), (0x7f00_0000, 8), (0xa9fe_0000, 16),
            (0xac10_0000, 12), (0xc000_0000, 24), (0xc000_0200, 24), (0xc058_6300, 24), (0xc0a8_0000, 16),
            (0xc612_0000, 15), (0xc633_6400, 24), (0xcb00_7100, 24), (0xe000_0000, 4), (0xf000_0000, 4),
        ]
        return blocks.contains { bits >> (32 - $0.length) == $0.network >> (32 - $0.length) }
    }

    private var isInternalV6: Bool {
        if high == 0 { return low <= 1 || low >> 32 == 0 && Self.isInternal(v4Bits) }
        // NAT64 (64:ff9b::/96) and 6to4 (2002::/16) lead to the IPv4 address inside.
        if high == 0x0064_ff9b_0000_0000 { return Self.isInternal(v4Bits) }
        if high >> 48 == 0x2002 { return Self.isInternal(UInt32(truncatingIfNeeded: high >> 16)) }
        return high >> 57 == 0xfc >> 1  // unique local
            || high >> 54 == 0xfe80 >> 6  // link-local
            || high >> 56 == 0xff  // multicast
            || high >> 32 == 0x2001_0db8  // documentation
            || high >> 48 == 0x0064  // local-use NAT64
    }
}
