import Configuration

extension ConfigurationKeys {
    package enum Redis {
        package static let url = Setting<String?>.text(
            "redis.url",
            "Where nodes share answers and changes: `redis://[user:password@]host:6379/0`; `rediss:` for TLS."
        ).secret
        package static let rootsFile = Setting<String?>.text(
            "redis.ca_file", "The certificates that a `rediss:` address may lead to; without it those of the system.")
        package static let timeout = Setting<Duration>.duration(
            "redis.timeout", default: "20ms", in: .milliseconds(1) ... .seconds(1),
            "What asking Redis may cost a request before the store is read instead.")
    }

    package enum Cache {
        package static let staleMax = Setting<Duration>.duration(
            "cache.stale_max", default: "5s", in: .seconds(2) ... .seconds(60),
            "How long a node that cannot ask its store goes on to answer from memory.")
        package static let entryBytesMax = Setting<Int>.size(
            "cache.shared_entry_bytes_max", default: "256KiB", in: 1024...(8 << 20),
            "One answer in Redis; longer ones stay in the memory of their node.")
        package static let leaseTime = Setting<Duration>.duration(
            "cache.lease_time", default: "300ms", in: .milliseconds(10) ... .seconds(10),
            "How long other nodes leave a read to the one that has begun it.")
        package static let leaseWait = Setting<Duration>.duration(
            "cache.lease_wait", default: "100ms", in: .zero ... .seconds(5),
            "How long a request waits for another node's read before it reads by itself.")
    }

    static let redis = [Redis.url.key, Redis.rootsFile.key, Redis.timeout.key]
    static let cache = [Cache.staleMax.key, Cache.entryBytesMax.key, Cache.leaseTime.key, Cache.leaseWait.key]
}
