/// The ids of companies and users: short and fit for a stream's name.
enum CompanyID {
    /// Limit: bytes of an id.
    static let bytesMax = 64

    static func isUsable(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= bytesMax && id != "-"
            && id.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
            }
    }
}
