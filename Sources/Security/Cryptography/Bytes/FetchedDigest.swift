import COpenSSL

/// A digest algorithm, looked up once for the life of the process.
///
/// Why: OpenSSL 3 searches its providers at each use of an algorithm by name, which costs more than a short hash.
// Safe because an EVP_MD does not change after it was fetched, and these are never freed.
struct FetchedDigest: @unchecked Sendable {
    static let sha1 = FetchedDigest(named: "SHA1", byteCount: 20)
    static let sha256 = FetchedDigest(named: "SHA256", byteCount: 32)

    let raw: OpaquePointer
    let byteCount: Int

    private init(named name: String, byteCount: Int) {
        guard let raw = EVP_MD_fetch(nil, name, nil) else {
            preconditionFailure("OpenSSL has no \(name), without which nothing here can work.")
        }
        (self.raw, self.byteCount) = (raw, byteCount)
    }

    func hash(_ bytes: Span<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { hash, count in
            let done = bytes.withUnsafeBufferPointer { source in
                EVP_Digest(source.baseAddress, source.count, hash.baseAddress, nil, raw, nil)
            }
            precondition(done == 1, "Hashing fails only when memory is exhausted.")
            count = byteCount
        }
    }
}
