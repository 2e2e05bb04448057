import Configuration

extension ConfigurationKeys {
    package enum Signals {
        package static let redis = Setting<String?>.text(
            "signals.redis",
            "Where nodes tell each other who types and who is there; `redis.url` if it is not set."
        ).secret
        package static let prefix = Setting<String?>.text(
            "signals.prefix", default: "belvedere", "What the keys and the channel in Redis begin with.")
        package static let timeout = Setting<Duration>.duration(
            "signals.timeout", default: "200ms", in: .milliseconds(1) ... .seconds(10),
            "How long Redis may take before a signal is told to this node only.")
    }

    static let signals = [Signals.redis.key, Signals.prefix.key, Signals.timeout.key]
}
