import Configuration
import Redis

/// Where nodes tell each other what is in no log: who is typing, who is there.
package struct SignalSettings: Sendable {
    /// Nil keeps it within the process.
    package var redis: RedisEndpoint?
    package var prefix: String
    package var timeout: Duration

    /// Reads the group `signals`.
    package init(_ configuration: Configuration) throws(ConfigurationFaults) {
        typealias Keys = ConfigurationKeys.Signals
        prefix = configuration[Keys.prefix] ?? "belvedere"
        timeout = configuration[Keys.timeout]
        guard let text = configuration[Keys.redis] ?? configuration[ConfigurationKeys.Redis.url] else { return }
        guard let endpoint = RedisEndpoint(text) else {
            throw ConfigurationFaults(
                faults: [configuration.fault(of: Keys.redis.key.name, "is no address such as redis://host:6379")])
        }
        redis = endpoint
    }
}
