import CHiredis

/// hiredis' reader of replies, which hands each piece to a builder of Swift values instead of making its own.
///
/// Limit: `replyBytesMax` bytes in one reply; a server that says more is not ours.
final class RedisReplyReader {
    static let replyBytesMax = 64 << 20

    private let raw: UnsafeMutablePointer<redisReader>
    private let builder: RedisReplyBuilder
    private let bytesMax: Int
    private var unread = 0

    init(bytesMax: Int = replyBytesMax) {
        guard let raw = redisReaderCreateWithFunctions(RedisReplyBuilder.functions) else {
            preconditionFailure("Memory is exhausted.")
        }
        (self.raw, self.bytesMax) = (raw, bytesMax)
        builder = RedisReplyBuilder()
        // The reader is gone before the builder: both belong to this value.
        raw.pointee.privdata = Unmanaged.passUnretained(builder).toOpaque()
    }

    deinit { redisReaderFree(raw) }

    /// Takes bytes; false when they cannot be replies, after which the reader is of no more use.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count <= bytesMax &- unread else { return false }
        unread += bytes.count
        return bytes.withMemoryRebound(to: CChar.self) {
            redisReaderFeed(raw, $0.baseAddress, $0.count) == REDIS_OK
        }
    }

    /// The next whole reply, nothing if more bytes are needed.
    func next() throws(RedisError) -> RedisReply? {
        var token: UnsafeMutableRawPointer?
        guard redisReaderGetReply(raw, &token) == REDIS_OK else { throw .notRedis }
        guard token != nil else { return nil }
        unread = raw.pointee.len - raw.pointee.pos
        return builder.take()
    }
}
