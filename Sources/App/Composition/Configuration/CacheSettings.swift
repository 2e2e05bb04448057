import Configuration
import Gateway
import Redis

/// How answers of reads are kept, here and in the memory that nodes share.
package struct CacheSettings: Sendable {
    /// Limit: answers of reads that are kept in memory.
    package var bytesMax = 64 << 20
    package var staleMax = Duration.seconds(5)
    /// Nil shares nothing with other nodes.
    package var redis: RedisEndpoint?
    package var redisRootsFile: String?
    package var redisTimeout = RedisSettings().commandTimeout
    package var shared = SharedCache.Limits()

    package init() {}

    /// Reads the groups `cache` and `redis`.
    package init(_ configuration: Configuration) throws(ConfigurationFaults) {
        typealias Keys = ConfigurationKeys.Cache
        typealias Redis = ConfigurationKeys.Redis
        bytesMax = configuration[ConfigurationKeys.Storage.cacheBytesMax]
        staleMax = configuration[Keys.staleMax]
        redisRootsFile = configuration[Redis.rootsFile]
        redisTimeout = configuration[Redis.timeout]
        shared.entryBytesMax = configuration[Keys.entryBytesMax]
        shared.leaseTime = configuration[Keys.leaseTime]
        shared.leaseWait = configuration[Keys.leaseWait]
        guard let url = configuration[Redis.url] else { return }
        guard let endpoint = RedisEndpoint(url) else {
            let name = Redis.url.key.name
            let wanted = "must be such as redis://host:6379/0, rediss://user:password@host or unix:/path"
            throw ConfigurationFaults(faults: [configuration.fault(of: name, wanted)])
        }
        redis = endpoint
    }
}
