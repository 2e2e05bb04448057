import Foundation
import Glibc
import Lifecycle
import Networking
import Prelude
import Redis

@testable import Gateway

/// A redis-server of one test, which the test may kill, freeze and start again.
final class OwnRedis {
    /// Where `make test` has started a Redis, there is a server to start here too.
    static let isThere = ProcessInfo.processInfo.environment["BELVEDERE_TEST_REDIS"] != nil

    private let socket = NSTemporaryDirectory() + "belvedere-own-redis-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    private var process: Process?

    init() throws { try start() }

    deinit {
        stop()
        unlink(socket)
    }

    var endpoint: RedisEndpoint { RedisEndpoint(.socket(path: socket)) }

    func start() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/redis-server")
        process.arguments = ["--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
    }

    /// Ends it without a word, as a crash would.
    func stop() {
        guard let process else { return }
        kill(process.processIdentifier, SIGCONT)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    func freeze() { if let process { kill(process.processIdentifier, SIGSTOP) } }
    func thaw() { if let process { kill(process.processIdentifier, SIGCONT) } }
}

/// One node's side of a Redis: a loop, and a client on it.
final class RedisSide {
    let loop: EventLoop
    let client: RedisClient
    let watch = TimeoutWatch()
    private let workers: WorkerPool

    init(_ redis: OwnRedis, timeout: Duration = .seconds(10)) async throws {
        loop = try EventLoop(name: "redis-side")
        workers = try WorkerPool(name: "resolver", threads: 1, queueMax: 4)
        var settings = RedisSettings()
        settings.commandTimeout = timeout
        settings.stallTimeout = .seconds(30)
        client = RedisClient(
            redis.endpoint, on: loop, dialer: RedisDialer(Connector(resolver: Resolver(pool: workers))),
            settings: settings, observer: watch)
        client.start()
        _ = await client.connected()
    }

    deinit {
        client.stop()
        loop.stop()
        loop.join()
        workers.stop()
    }

    func cache(_ secret: [UInt8] = [1, 2, 3], _ limits: SharedCache.Limits = .init()) throws -> SharedCache {
        try SharedCache([client], secret: secret, limits: limits)
    }
}

/// Counts the commands that have waited in vain, and those that were not even sent.
final class TimeoutWatch: RedisObserver {
    private let state = Lock((waited: 0, spared: 0))

    var counts: (waited: Int, spared: Int) { state.withLock { $0 } }

    func redisCommandEnded(after duration: Duration, error: RedisError?) {
        state.withLock { counts in
            if error == .timedOut { counts.waited += 1 }
            if error == .circuitOpen || error == .unavailable { counts.spared += 1 }
        }
    }
}
