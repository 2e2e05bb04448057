import CHiredis

/// Puts the pieces of a reply together in the order in which the reader meets them: a list, then its items.
///
/// The reader wants an object for each piece; it gets a mark that is never looked at, since order alone says where a
/// piece belongs.
final class RedisReplyBuilder {
    private struct OpenList {
        var items: [RedisReply]
        let count: Int
    }

    /// Limit: room made for a list before its items have come. Why: the count is only what the server says.
    private static let roomMax = 1_024

    private var open: [OpenList] = []
    private var finished: RedisReply?

    /// The finished reply; the builder is ready for the next one.
    func take() -> RedisReply? {
        defer { finished = nil }
        return finished
    }

    private func begin(_ count: Int) {
        guard count > 0 else { return add(.array([])) }
        var items: [RedisReply] = []
        items.reserveCapacity(min(count, Self.roomMax))
        open.append(OpenList(items: items, count: count))
    }

    private func add(_ reply: RedisReply) {
        var reply = reply
        while let last = open.indices.last {
            open[last].items.append(reply)
            guard open[last].items.count == open[last].count else { return }
            reply = .array(open.removeLast().items)
        }
        finished = reply
    }

    private static func builder(of task: UnsafePointer<redisReadTask>?) -> RedisReplyBuilder? {
        task?.pointee.privdata.map { Unmanaged<RedisReplyBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    private static var mark: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: 1) }

    /// The functions in the form that the reader keeps for its life.
    // Safe because it is written once, here, and the reader only reads it.
    nonisolated(unsafe) static let functions: UnsafeMutablePointer<redisReplyObjectFunctions> = {
        let table = UnsafeMutablePointer<redisReplyObjectFunctions>.allocate(capacity: 1)
        table.initialize(
            to: redisReplyObjectFunctions(
                createString: { task, start, count in
                    let bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
                    let reply: RedisReply =
                        switch task?.pointee.type {
                        case REDIS_REPLY_ERROR: .error(RedisServerError(parsing: bytes))
                        case REDIS_REPLY_STATUS: .status(bytes)
                        default: .bytes(bytes)
                        }
                    RedisReplyBuilder.builder(of: task)?.add(reply)
                    return RedisReplyBuilder.mark
                },
                createArray: { task, count in
                    RedisReplyBuilder.builder(of: task)?.begin(Int(count))
                    return RedisReplyBuilder.mark
                },
                createInteger: { task, value in
                    RedisReplyBuilder.builder(of: task)?.add(.integer(value))
                    return RedisReplyBuilder.mark
                },
                createNil: { task in
                    RedisReplyBuilder.builder(of: task)?.add(.null)
                    return RedisReplyBuilder.mark
                },
                freeObject: { _ in }))
        return table
    }()
}
