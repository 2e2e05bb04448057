import Cryptography
import Prelude

/// A script that Redis runs as one step, called by its hash and sent in full only where it is not known yet.
package struct RedisScript: Sendable {
    let source: [UInt8]
    let hash: [UInt8]

    package init(_ source: StaticString) {
        self.source = source.withUTF8Buffer { Array($0) }
        hash = Array(Hex.text(SHA1.hash(self.source)).utf8)
    }

    func commandByHash(keys: [RedisWord], arguments: [RedisWord]) -> RedisCommand {
        RedisCommand(words: ["EVALSHA", RedisWord(hash), RedisWord(Int64(keys.count))] + keys + arguments)
    }

    func commandInFull(keys: [RedisWord], arguments: [RedisWord]) -> RedisCommand {
        RedisCommand(words: ["EVAL", RedisWord(source), RedisWord(Int64(keys.count))] + keys + arguments)
    }
}
