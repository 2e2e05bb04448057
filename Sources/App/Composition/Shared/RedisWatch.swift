import Lifecycle
import Redis
import Telemetry

/// Counts what Redis answers, and tells the log and the probes when it is away.
final class RedisWatch: RedisObserver {
    private let commands: MetricFamily<Counter>
    private let answered: Counter
    private let duration: Histogram
    private let isOpen: Gauge
    private let health: HealthCheck
    private let log: Log

    init(_ metrics: MetricsRegistry, health: HealthRegistry, log: Log) {
        let words: [RedisError] = [
            .unavailable, .circuitOpen, .overloaded, .timedOut, .disconnected, .notRedis,
        ]
        commands = metrics.counters(
            "belvedere_redis_commands_total", help: "Commands to Redis, by how they ended.",
            labels: [("outcome", .known(["answered", "refused"] + words.map(\.word)))])
        answered = commands("answered")
        duration = metrics.histogram("belvedere_redis_command_seconds", help: "How long Redis took to answer.")
        isOpen = metrics.gauge(
            "belvedere_redis_breaker_open", help: "1 while Redis is not asked because it has failed too often.")
        // Why no gate: without Redis every answer is right, only later.
        self.health = health.check("redis", gatesReadiness: false, status: .degraded("not connected yet"))
        self.log = log
    }

    func redisCommandEnded(after duration: Duration, error: RedisError?) {
        guard let error else {
            answered.add()
            return self.duration.observe(Double(duration.wholeNanoseconds) / 1e9)
        }
        commands(error.word).add()
    }

    func redisConnected() {
        health.set(.ok)
        log.info("Redis is connected.")
    }

    func redisLost(_ reason: RedisLoss, retryingIn delay: Duration) {
        health.set(.degraded("\(reason)"))
        log.warning(
            "Redis is away; everything is read from the store.",
            ["reason": LogValue("\(reason)"), "retryMs": LogValue(Int(delay.wholeMilliseconds))])
    }

    func redisBreaker(isOpen: Bool) { self.isOpen.set(isOpen ? 1 : 0) }
}
