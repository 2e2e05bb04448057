import Compression
import HTTP
import Networking

/// One file of the console, in memory in every form that a client may want.
package struct StaticAsset: Sendable {
    let path: [UInt8]
    let plain: SharedBytes
    let gzip: SharedBytes?
    let plainFields: ResponseFields
    let gzipFields: ResponseFields
    let tag: EntityTag
    let gzipTag: EntityTag

    /// `isImmutable` is for paths that name their content, such as those with a digest: clients never ask again.
    package init(path: String, contentType: StaticString, bytes: [UInt8], isImmutable: Bool = false) {
        self.path = Array(path.utf8)
        plain = SharedBytes(bytes)
        let small = bytes.withUnsafeBufferPointer { GzipCoding.compress($0, level: 9) }
        let isWorthIt = (small?.count ?? bytes.count) < bytes.count * 9 / 10
        gzip = isWorthIt ? small.map { SharedBytes($0) } : nil
        let digest = Self.digest(bytes)
        tag = EntityTag(strong: digest)
        // Spec: RFC 9110 8.8.3.3; another coding is another representation and needs a tag of its own.
        gzipTag = EntityTag(strong: digest + Array("-gzip".utf8))
        var fields = ResponseFields([.contentType: contentType, .vary: "Accept-Encoding"])
        fields.add(.cacheControl, literal: isImmutable ? "public, max-age=31536000, immutable" : "no-cache")
        var gzipFields = fields
        gzipFields.add(.contentEncoding, literal: "gzip")
        try? fields.add(.eTag, tag.bytes)
        try? gzipFields.add(.eTag, gzipTag.bytes)
        (plainFields, self.gzipFields) = (fields, gzipFields)
    }

    /// FNV-1a twice with different starts: 128 bits that tell versions of one file apart, which is no secret.
    private static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var (first, second): (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142)
        for byte in bytes {
            first = (first ^ UInt64(byte)) &* 0x100_0000_01b3
            second = (second ^ UInt64(byte) ^ (first >> 32)) &* 0x100_0000_01b3
        }
        let digits = Array("0123456789abcdef".utf8)
        return [first, second].flatMap { word in
            stride(from: UInt64(60), through: 0, by: -4).map { digits[Int(word >> $0 & 15)] }
        }
    }
}
