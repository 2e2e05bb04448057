import Glibc

/// The machine's own time zone database.
enum ZoneFile {
    private static let folder = "/usr/share/zoneinfo/"
    /// Limit: bytes of one compiled zone.
    private static let bytesMax = 65_536
    /// Limit: bytes of a zone's name.
    private static let nameBytesMax = 64

    /// The rules of a zone such as `Europe/Berlin`; nil for a name that is none.
    static func rules(of zone: String) -> ZoneRules? {
        if zone == "UTC" { return .utc }
        guard isName(zone) else { return nil }
        let descriptor = open(folder + zone, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: bytesMax)
        var count = 0
        while count < buffer.count {
            let size = buffer.count - count
            let more = buffer.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { read(descriptor, $0 + count, size) } ?? -1
            }
            guard more >= 0 else { return nil }
            if more == 0 { return ZoneRules(compiled: Array(buffer[..<count])) }
            count += more
        }
        return nil
    }

    /// Letters, digits and `_+-` between single slashes: nothing that leads out of the folder.
    private static func isName(_ zone: String) -> Bool {
        guard zone.utf8.count <= nameBytesMax else { return false }
        let parts = zone.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_+-".utf8.contains(byte)
                }
        }
    }
}
